"""how fast a workspace may be sent to, a stop of all sending, and indexes of what is owed or under way

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

import people.models

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

PENDING, CLAIMED = sa.text("state = 'pending'"), sa.text("state = 'claimed'")


def upgrade() -> None:
    op.create_table('paces',
    sa.Column('workspace_id', sa.String(length=32), nullable=False),
    sa.Column('per_minute', sa.Float(), nullable=False),
    sa.Column('ceiling', sa.Float(), nullable=True),
    sa.Column('next_at', people.models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('held_until', people.models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('lowered_at', people.models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('cuts', sa.Integer(), nullable=False),
    sa.Column('strikes', sa.Integer(), nullable=False),
    sa.Column('halted', sa.String(length=64), nullable=True),
    sa.Column('halted_at', people.models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('probe_at', people.models.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_paces_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('workspace_id', name=op.f('pk_paces'))
    )
    op.add_column('workspaces', sa.Column('stopped', sa.Boolean(), server_default=sa.text('false'), nullable=False))
    op.drop_index(op.f('ix_deliveries_state'), table_name='deliveries')
    op.create_index('ix_deliveries_due', 'deliveries', ['workspace_id', 'due_at', 'id'],
    postgresql_where=PENDING, sqlite_where=PENDING)
    op.create_index('ix_deliveries_claimed', 'deliveries', ['claimed_at'],
    postgresql_where=CLAIMED, sqlite_where=CLAIMED)


def downgrade() -> None:
    op.drop_index('ix_deliveries_claimed', table_name='deliveries')
    op.drop_index('ix_deliveries_due', table_name='deliveries')
    op.create_index(op.f('ix_deliveries_state'), 'deliveries', ['state'])
    op.drop_column('workspaces', 'stopped')
    op.drop_table('paces')

"""owners and their changes, what they are drafting, questions of their own, and whom a pulse asks

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'owners',
        sa.Column('workspace_id', sa.String(length=32), nullable=False),
        sa.Column('user_id', sa.String(length=32), nullable=False),
        sa.Column('role', sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_owners_workspace_id_workspaces')),
        sa.PrimaryKeyConstraint('workspace_id', 'user_id', name=op.f('pk_owners')),
    )
    op.create_table(
        'changes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('workspace_id', sa.String(length=32), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('user_id', sa.String(length=32), nullable=True),
        sa.Column('what', sa.String(length=32), nullable=False),
        sa.Column('details', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_changes_workspace_id_workspaces')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_changes')),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f('ix_changes_workspace_id'), 'changes', ['workspace_id'])
    op.create_table(
        'drafts',
        sa.Column('workspace_id', sa.String(length=32), nullable=False),
        sa.Column('user_id', sa.String(length=32), nullable=False),
        sa.Column('base', sa.Integer(), nullable=False),
        sa.Column('data', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_drafts_workspace_id_workspaces')),
        sa.PrimaryKeyConstraint('workspace_id', 'user_id', name=op.f('pk_drafts')),
    )
    op.create_table(
        'own_items',
        sa.Column('workspace_id', sa.String(length=32), nullable=False),
        sa.Column('key', sa.String(length=40), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('retired', sa.Boolean(), nullable=False),
        sa.Column('data', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_own_items_workspace_id_workspaces')),
        sa.PrimaryKeyConstraint('workspace_id', 'key', name=op.f('pk_own_items')),
    )
    with op.batch_alter_table('pulses') as batch_op:
        batch_op.add_column(sa.Column('audience', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('channel', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('starts_on', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('pulses') as batch_op:
        for name in ('audience', 'channel', 'starts_on'):
            batch_op.drop_column(name)
    op.drop_table('own_items')
    op.drop_table('drafts')
    op.drop_index(op.f('ix_changes_workspace_id'), table_name='changes')
    op.drop_table('changes')
    op.drop_table('owners')

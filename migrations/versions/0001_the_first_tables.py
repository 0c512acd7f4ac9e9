"""the first tables

Revision ID: 0001
Revises: 
"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('preferences',
    sa.Column('workspace_id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=True),
    sa.Column('paused_until', sa.Date(), nullable=True),
    sa.Column('opted_out', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'user_id', name=op.f('pk_preferences'))
    )
    op.create_table('workspaces',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workspaces'))
    )
    op.create_table('deliveries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('subject', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('claimed_by', sa.String(length=64), nullable=True),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('code', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_deliveries_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deliveries')),
    sa.UniqueConstraint('workspace_id', 'kind', 'subject', 'user_id', name=op.f('uq_deliveries_workspace_id'))
    )
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deliveries_state'), ['state'], unique=False)

    op.create_table('pulses',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.String(length=32), nullable=False),
    sa.Column('instrument', sa.String(length=64), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('hour', sa.Integer(), nullable=False),
    sa.Column('open_days', sa.Integer(), nullable=False),
    sa.Column('running', sa.Boolean(), nullable=False),
    sa.Column('next_open_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_pulses_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pulses')),
    sa.UniqueConstraint('workspace_id', name=op.f('uq_pulses_workspace_id'))
    )
    op.create_table('units',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.String(length=32), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=150), nullable=False),
    sa.ForeignKeyConstraint(['parent_id'], ['units.id'], name=op.f('fk_units_parent_id_units')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_units_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_units')),
    sa.UniqueConstraint('workspace_id', 'parent_id', 'name', name=op.f('uq_units_workspace_id')),
    sqlite_autoincrement=True
    )
    op.create_table('members',
    sa.Column('workspace_id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_members_unit_id_units')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_members_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('workspace_id', 'user_id', name=op.f('pk_members'))
    )
    op.create_table('rounds',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('workspace_id', sa.String(length=32), nullable=False),
    sa.Column('pulse_id', sa.Integer(), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('questions', sa.JSON(), nullable=False),
    sa.Column('tree', sa.JSON(), nullable=False),
    sa.Column('k', sa.Integer(), nullable=False),
    sa.Column('policy', sa.String(length=32), nullable=False),
    sa.Column('consent_version', sa.Integer(), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['pulse_id'], ['pulses.id'], name=op.f('fk_rounds_pulse_id_pulses')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_rounds_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rounds')),
    sa.UniqueConstraint('pulse_id', 'opens_on', name=op.f('uq_rounds_pulse_id'))
    )
    with op.batch_alter_table('rounds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rounds_state'), ['state'], unique=False)

    op.create_table('comments',
    sa.Column('round_id', sa.String(length=32), nullable=False),
    sa.Column('cell', sa.String(length=255), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('sentiment', sa.String(length=16), nullable=False),
    sa.Column('themes', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['rounds.id'], name=op.f('fk_comments_round_id_rounds')),
    sa.PrimaryKeyConstraint('round_id', 'cell', 'position', name=op.f('pk_comments')),
    sqlite_with_rowid=False
    )
    op.create_table('envelopes',
    sa.Column('round_id', sa.String(length=32), nullable=False),
    sa.Column('slot', sa.LargeBinary(length=16), nullable=False),
    sa.Column('box', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['rounds.id'], name=op.f('fk_envelopes_round_id_rounds')),
    sa.PrimaryKeyConstraint('round_id', 'slot', name=op.f('pk_envelopes')),
    sqlite_with_rowid=False
    )
    op.create_table('invitees',
    sa.Column('round_id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('workspace_id', sa.String(length=32), nullable=False),
    sa.Column('cell', sa.String(length=255), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['rounds.id'], name=op.f('fk_invitees_round_id_rounds')),
    sa.ForeignKeyConstraint(['workspace_id', 'user_id'], ['members.workspace_id', 'members.user_id'], name=op.f('fk_invitees_workspace_id_members')),
    sa.PrimaryKeyConstraint('round_id', 'user_id', name=op.f('pk_invitees'))
    )
    op.create_table('managers',
    sa.Column('workspace_id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_managers_unit_id_units')),
    sa.ForeignKeyConstraint(['workspace_id', 'user_id'], ['members.workspace_id', 'members.user_id'], name=op.f('fk_managers_workspace_id_members')),
    sa.PrimaryKeyConstraint('workspace_id', 'user_id', 'unit_id', name=op.f('pk_managers'))
    )
    op.create_table('releases',
    sa.Column('round_id', sa.String(length=32), nullable=False),
    sa.Column('cell', sa.String(length=255), nullable=False),
    sa.Column('item', sa.String(length=64), nullable=False),
    sa.Column('statistic', sa.String(length=16), nullable=False),
    sa.Column('lo', sa.Integer(), nullable=False),
    sa.Column('hi', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['rounds.id'], name=op.f('fk_releases_round_id_rounds')),
    sa.PrimaryKeyConstraint('round_id', 'cell', 'item', 'statistic', name=op.f('pk_releases')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    op.drop_table('releases')
    op.drop_table('managers')
    op.drop_table('invitees')
    op.drop_table('envelopes')
    op.drop_table('comments')
    with op.batch_alter_table('rounds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rounds_state'))

    op.drop_table('rounds')
    op.drop_table('members')
    op.drop_table('units')
    op.drop_table('pulses')
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deliveries_state'))

    op.drop_table('deliveries')
    op.drop_table('workspaces')
    op.drop_table('preferences')

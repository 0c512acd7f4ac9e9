"""everyone's own time: a weekday and an hour, leave, the day somebody joined; reminders of a pulse

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

WORKSPACES = sa.table('workspaces', sa.column('id', sa.String), sa.column('listed', sa.Boolean))
MEMBERS = sa.table('members', sa.column('workspace_id', sa.String))
PULSES = sa.table('pulses', sa.column('reminders', sa.Integer))


def upgrade() -> None:
    with op.batch_alter_table('workspaces') as batch_op:
        batch_op.add_column(sa.Column('listed', sa.Boolean(), nullable=False, server_default=sa.false()))
    # Whoever is there now was there before: nobody of them is new.
    op.execute(sa.update(WORKSPACES).values(listed=WORKSPACES.c.id.in_(sa.select(MEMBERS.c.workspace_id))))
    with op.batch_alter_table('members') as batch_op:
        batch_op.add_column(sa.Column('joined_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('away_until', sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table('preferences') as batch_op:
        batch_op.add_column(sa.Column('weekday', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('hour', sa.Integer(), nullable=True))
    with op.batch_alter_table('pulses') as batch_op:
        batch_op.add_column(sa.Column('reminders', sa.Integer(), nullable=True))
    # A pulse that runs reminded nobody so far, and nobody was told that it would.
    op.execute(sa.update(PULSES).values(reminders=0))
    with op.batch_alter_table('pulses') as batch_op:
        batch_op.alter_column('reminders', existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table('pulses') as batch_op:
        batch_op.drop_column('reminders')
    with op.batch_alter_table('preferences') as batch_op:
        batch_op.drop_column('hour')
        batch_op.drop_column('weekday')
    with op.batch_alter_table('members') as batch_op:
        batch_op.drop_column('away_until')
        batch_op.drop_column('joined_on')
    with op.batch_alter_table('workspaces') as batch_op:
        batch_op.drop_column('listed')

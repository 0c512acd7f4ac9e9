"""a pulse has a deck of questions and a rhythm, in place of one instrument each week

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

FIRST_PULSE = ['voluntariness', 'usefulness', 'competence', 'time_back', 'trust', 'overall']
PULSES = sa.table('pulses', *(sa.column(name, kind) for name, kind in (
    ('deck', sa.JSON), ('per_round', sa.Integer), ('budget', sa.Integer), ('every', sa.String), ('cron', sa.String),
    ('instrument', sa.String),
)))


def upgrade() -> None:
    with op.batch_alter_table('pulses') as batch_op:
        batch_op.add_column(sa.Column('deck', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('per_round', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('budget', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('every', sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column('cron', sa.String(length=64), nullable=True))
        batch_op.drop_column('instrument')
    # There was one instrument; what it asked in every round is asked by turns from now on.
    op.execute(sa.update(PULSES).values(deck=FIRST_PULSE, per_round=3, budget=20, every='weekly', cron=''))
    with op.batch_alter_table('pulses') as batch_op:
        for name, kind in (
            ('deck', sa.JSON()),
            ('per_round', sa.Integer()),
            ('budget', sa.Integer()),
            ('every', sa.String(length=16)),
            ('cron', sa.String(length=64)),
        ):
            batch_op.alter_column(name, existing_type=kind, nullable=False)


def downgrade() -> None:
    with op.batch_alter_table('pulses') as batch_op:
        batch_op.add_column(sa.Column('instrument', sa.String(length=64), nullable=True))
    op.execute(sa.update(PULSES).values(instrument='first_pulse'))
    with op.batch_alter_table('pulses') as batch_op:
        batch_op.alter_column('instrument', existing_type=sa.String(length=64), nullable=False)
        for name in ('deck', 'per_round', 'budget', 'every', 'cron'):
            batch_op.drop_column(name)

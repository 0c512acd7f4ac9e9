"""who is counted in a round, under pseudonyms; the marks that told it before are removed

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

ROUNDS = sa.table('rounds', sa.column('id', sa.String), sa.column('tree', sa.JSON))


def upgrade() -> None:
    op.create_table('audiences',
    sa.Column('round_id', sa.String(length=32), nullable=False),
    sa.Column('members', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['rounds.id'], name=op.f('fk_audiences_round_id_rounds')),
    sa.PrimaryKeyConstraint('round_id', name=op.f('pk_audiences')),
    sqlite_with_rowid=False
    )
    for round_id, tree in _trees():
        tree['members'].pop('likenesses', None)
        _keep(round_id, tree)


def downgrade() -> None:
    for round_id, tree in _trees():
        tree['members']['likenesses'] = {}
        _keep(round_id, tree)
    op.drop_table('audiences')


def _trees():
    found = op.get_bind().execute(sa.select(ROUNDS.c.id, ROUNDS.c.tree)).all()
    return [(round_id, tree) for round_id, tree in found if tree.get('members')]


def _keep(round_id, tree) -> None:
    op.get_bind().execute(sa.update(ROUNDS).where(ROUNDS.c.id == round_id).values(tree=tree))

"""a comment says which item it is on; those of before are on the whole

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

# SQLite makes the table anew, and again without a hidden row number, which would tell an order.
AS_IT_WAS = {'sqlite_with_rowid': False}
KEY = ('round_id', 'cell', 'item', 'position')


def upgrade() -> None:
    with op.batch_alter_table('comments', table_kwargs=AS_IT_WAS) as batch_op:
        batch_op.add_column(sa.Column('item', sa.String(length=64), nullable=False, server_default=''))
        batch_op.drop_constraint(batch_op.f('pk_comments'), type_='primary')
        batch_op.create_primary_key(batch_op.f('pk_comments'), list(KEY))
    with op.batch_alter_table('comments', table_kwargs=AS_IT_WAS) as batch_op:
        batch_op.alter_column('item', server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM comments WHERE item <> ''")
    with op.batch_alter_table('comments', table_kwargs=AS_IT_WAS) as batch_op:
        batch_op.drop_constraint(batch_op.f('pk_comments'), type_='primary')
        batch_op.create_primary_key(batch_op.f('pk_comments'), ['round_id', 'cell', 'position'])
        batch_op.drop_column('item')

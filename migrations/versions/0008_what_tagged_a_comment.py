"""what tagged a comment: the tier, and the version of its lexicons and heads

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nobody knows it of those before: they keep none. Without a batch, which would make the table anew with a rowid.
    op.add_column('comments', sa.Column('tagged_by', sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column('comments', 'tagged_by')

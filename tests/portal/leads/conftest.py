"""The board that the tests of this room begin with."""

from __future__ import annotations

import pytest

from tests.portal.leads.board import Board, make_board
from tests.portal.people import People


@pytest.fixture
def board(people: People) -> Board:
    """Two enterprises and a lead that fits both."""
    return make_board(people)

"""The board: what is said of every movement and plan, folded from assertions; rivals side by side, nothing merged."""

from truceline.movements.board.access import access
from truceline.movements.board.board import Board, board
from truceline.movements.board.movement import Movement
from truceline.movements.board.plan import Plan

__all__ = ["Board", "Movement", "Plan", "access", "board"]

"""Cell suppression: which rows have to be hidden with the small counts, so that nobody computes
them back. The exact method of Fischetti and Salazar (Management Science 47, 2001), on HiGHS.

Two programs take turns. The *choice* (an integer program) picks the cheapest rows that meet all
conditions known so far. The *attack* (a linear program) then looks, for every hidden count, how far
tables that agree with everything published and with all relations can be from the truth. Where
that is not far enough, its dual solution says which rows would have to be hidden to widen it, which
is one more condition for the choice. Without a new condition the choice is proven to be safe, and
to be the cheapest (within `GAP`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

FAR = 1e6  # no count moves further than this
GAP = 0.01  # the choice may cost this share more than the cheapest one
NODES = 20_000  # after so many the best choice so far is taken, so that no night is spent on it
_EPSILON = 1e-6


@dataclass(frozen=True)
class Block:
    """Counts that hang together by relations or by standing in one row.

    Attributes:
        values: true value of each count.
        floors: least value that everybody knows a hidden count to have.
        widths: distance that must lie between a hidden count's least and greatest possible value;
            0 where nothing is asked.
        shown_in: rows that show the count, for each count; may be empty for a count of an earlier
            snapshot, which stays as hidden as it was.
        known: counts that are told elsewhere already, so that hiding their rows conceals nothing.
        relations: coefficients, one row a relation and one column a count; their product with the
            values is 0 (equal) or at most 0.
        equal: which of the two, for each relation.
        weights: cost of hiding a row, for each row.
        fixed: rows that may not be hidden.
        hidden: rows that must be hidden.
    """

    values: Floats
    floors: Floats
    widths: Floats
    shown_in: list[Ints]
    known: Bools
    relations: csr_array
    equal: Bools
    weights: Floats
    fixed: Bools
    hidden: Bools

    def concealed(self, hidden: Bools) -> Ints:
        """The counts that nobody can read off when these rows are hidden."""
        unseen = [hidden[rows].all() for rows in self.shown_in]
        return np.flatnonzero(np.array(unseen, bool) & ~self.known)


class Unprotectable(Exception):
    """Whatever is hidden, some count stays known too closely."""


def protect(block: Block) -> Bools:
    """The rows to hide so that every hidden count has the distance it needs.

    Raises:
        Unprotectable: too much of the block is known already.
    """
    choice, safe = _Choice(block), set[bytes]()
    while True:
        hidden = choice.cheapest()
        conditions = []
        for counts in _hanging_together(block, hidden):
            if counts.tobytes() not in safe:
                found = _Attack(block, counts).conditions()
                conditions += found
                if not found:
                    safe.add(counts.tobytes())
        if not conditions:
            return hidden
        for condition in conditions:
            choice.add(condition)


def _hanging_together(block: Block, hidden: Bools) -> Iterator[Ints]:
    """Groups of concealed counts: hidden in all their rows, linked by relations."""
    concealed = block.concealed(hidden)
    part = block.relations[:, concealed]
    linked = (abs(part).T @ abs(part)).tocsr()
    number, label = connected_components(linked, directed=False)
    order = np.argsort(label, kind="stable")
    yield from np.split(concealed[order], np.searchsorted(label[order], np.arange(1, number)))


@dataclass(frozen=True)
class _Condition:
    """Concealing `count` needs a sum of gains ≥ 1 over the other concealed counts."""

    count: int
    others: Ints
    gains: Floats


class _Choice:
    """The integer program: which rows to hide. Columns: rows, then counts shown in several rows."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.highs = _quiet()
        for row, weight in enumerate(block.weights):
            must = bool(block.hidden[row])
            self._column(float(weight), float(must), float(must or not block.fixed[row]))
        self.column = np.zeros(len(block.values), int)  # the one that says a count is concealed
        columns = len(block.weights)
        for count, rows in enumerate(block.shown_in):
            if len(rows) == 1 and not block.known[count]:
                self.column[count] = rows[0]
                continue
            self.column[count] = columns
            columns += 1
            self._column(0.0, 0.0, float(not block.known[count]))
            if block.known[count]:
                continue
            for row in rows:  # concealed only if all its rows are hidden, and then it is
                self._row({self.column[count]: 1.0, row: -1.0}, -highspy.kHighsInf, 0.0)
            hidden_all = {self.column[count]: 1.0, **dict.fromkeys(rows, -1.0)}
            self._row(hidden_all, 1.0 - len(rows), highspy.kHighsInf)
        for relation in np.flatnonzero(block.equal):
            self._never_alone(block.relations[[relation]].indices)

    def _never_alone(self, counts: Ints) -> None:
        """In a sum whose other parts are all known, a hidden count would be known exactly."""
        for count in counts[self.block.widths[counts] > 0]:
            others = counts[counts != count]
            self.add(_Condition(int(count), others, np.ones(len(others))))

    def add(self, condition: _Condition) -> None:
        """Add a condition to all that come."""
        gains: dict[int, float] = {int(self.column[condition.count]): -1.0}
        for other, gain in zip(condition.others, condition.gains, strict=True):
            column = int(self.column[other])
            gains[column] = gains.get(column, 0.0) + float(gain)
        self._row(gains, 0.0, highspy.kHighsInf)

    def cheapest(self) -> Bools:
        """The hidden rows of the cheapest choice that meets all conditions."""
        self.highs.run()
        if self.highs.getInfo().primal_solution_status != highspy.kSolutionStatusFeasible:
            raise Unprotectable
        solution = np.array(self.highs.getSolution().col_value)
        return np.asarray(solution[: len(self.block.weights)] > 0.5)

    def _column(self, weight: float, least: float, most: float) -> None:
        self.highs.addCol(weight, least, most, 0, np.array([], np.int32), np.array([]))
        self.highs.changeColIntegrality(self.highs.numVariables - 1, highspy.HighsVarType.kInteger)

    def _row(self, coefficients: dict[int, float], least: float, most: float) -> None:
        columns, values = np.array([*coefficients], np.int32), np.array([*coefficients.values()])
        self.highs.addRow(least, most, len(coefficients), columns, values)


class _Attack:
    """The linear program over all tables that differ from the truth in the given counts only.

    Columns 0…n-1 are movements of a count up from the true value, n…2n-1 movements down.

    Attributes:
        least, most: furthest movement of each count in all tables found so far.
    """

    def __init__(self, block: Block, counts: Ints) -> None:
        self.block, self.counts, self.n = block, counts, len(counts)
        self.least, self.most = np.zeros(self.n), np.zeros(self.n)
        # how far each count of the block could move if it were concealed
        self.reach = np.stack([np.full(len(block.values), FAR), block.values - block.floors])
        self.within = np.flatnonzero(abs(block.relations[:, counts]).sum(axis=1))
        relations = block.relations[self.within]
        equal = block.equal[self.within]
        self.slack = np.where(equal, 0.0, np.maximum(-(relations @ block.values), 0.0))
        self.relations = relations
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = 2 * self.n, len(self.within)
        lp.col_cost_ = lp.col_lower_ = np.zeros(2 * self.n)
        lp.col_upper_ = self.reach[:, counts].ravel()
        lp.row_lower_ = np.where(equal, 0.0, -highspy.kHighsInf)
        lp.row_upper_ = self.slack
        part = relations[:, counts].tocsc()
        lp.a_matrix_.start_ = np.concatenate([part.indptr, part.indptr[1:] + part.nnz])
        lp.a_matrix_.index_ = np.tile(part.indices, 2)
        lp.a_matrix_.value_ = np.concatenate([part.data, -part.data])
        self.highs = _quiet()
        self.highs.setOptionValue("presolve", "off")  # each solve starts from the last basis
        self.highs.passModel(lp)

    def conditions(self) -> list[_Condition]:
        """What is missing for the counts that do not reach their distance."""
        widths = self.block.widths[self.counts]
        found = []
        for position in np.argsort(-widths, kind="stable"):
            shown = np.floor(self.most + _EPSILON) + np.floor(_EPSILON - self.least)
            if shown[position] < widths[position] - _EPSILON:
                condition = self._condition(int(position), float(widths[position]))
                found += [condition] if condition else []
        return found

    def _condition(self, position: int, width: float) -> _Condition | None:
        up, gains_up, free_up = self._farthest(position, 0, width)
        down, gains_down, free_down = self._farthest(position, 1, width)
        if np.floor(up + _EPSILON) + np.floor(down + _EPSILON) >= width - _EPSILON:
            return None
        if up + down >= width - _EPSILON:  # wide enough, but not in whole persons
            return self._condition(position, width + 1)
        count = int(self.counts[position])
        gains = gains_up + gains_down
        need = width - free_up - free_down - gains[count]
        gains[count] = 0.0
        others = np.flatnonzero(gains > _EPSILON)
        return _Condition(count, others, np.minimum(gains[others] / need, 1.0))

    def _farthest(self, position: int, way: int, width: float) -> tuple[float, Floats, float]:
        """How far a count moves up (way 0) or down (1), at most by `width`.

        Returns with it, by weak duality for every choice of rows, what no table exceeds: the sum of
        the gains of all concealed counts of the block, and what is free of them.
        """
        column, count = way * self.n + position, self.counts[position]
        columns = np.array([position, self.n + position], np.int32)
        sign = 1.0 - 2.0 * way
        farthest = min(width, float(self.reach[way, count]))
        self.highs.changeColsCost(2, columns, np.array([-sign, sign]))
        self.highs.changeColBounds(column, 0.0, farthest)
        self.highs.run()
        solution = self.highs.getSolution()
        self.highs.changeColsCost(2, columns, np.zeros(2))
        self.highs.changeColBounds(column, 0.0, float(self.reach[way, count]))
        values = np.array(solution.col_value)
        moved = values[: self.n] - values[self.n :]
        self.least, self.most = np.minimum(self.least, moved), np.maximum(self.most, moved)
        prices = np.array(solution.row_dual)
        reach = self.reach.copy()
        reach[way, count] = farthest
        worth = self.relations.T @ prices  # of one unit of each count of the block
        worth[count] += sign
        gains = np.maximum(worth, 0.0) * reach[0] + np.maximum(-worth, 0.0) * reach[1]
        return abs(float(moved[position])), gains, float(np.maximum(-prices, 0.0) @ self.slack)


def _quiet() -> highspy.Highs:
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("mip_rel_gap", GAP)
    highs.setOptionValue("mip_max_nodes", NODES)
    return highs

"""The attack on a snapshot before anybody sees it: what can be computed back from what it shows?

Independent of how the hidden rows were found: it reads the finished file, takes all relations and
what earlier snapshots told, and looks with integer programs (SciPy) for the least and the greatest
number of persons that each hidden count may be. Only tables in whole persons count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from publish.suppression import FAR, Bools, Floats, Ints


@dataclass(frozen=True)
class System:
    """Everything that is counted in persons, as numbers.

    Attributes:
        names: of the counts; all arrays below and the columns of `relations` are in this order.
        values, floors, widths, known, shown_in, relations, equal: as in suppression.Block.
        fresh: counts that are new or changed since the last snapshot.
        rows: `zeile` of each row; weights, fixed, forced, small are in this order.
        small: rows with a count below the threshold.
        forced: rows that have to be hidden whatever else is: small ones, those hidden before with
            the same count, those without a rule.
    """

    names: list[str]
    values: Floats
    floors: Floats
    widths: Floats
    known: Bools
    fresh: Bools
    shown_in: list[Ints]
    relations: csr_array
    equal: Bools
    rows: Ints
    weights: Floats
    fixed: Bools
    forced: Bools
    small: Bools


_ROUNDING = 1e-5  # of solved tables; widths are whole numbers


class DisclosureFailed(Exception):
    """Hidden counts can be computed back too closely; nothing may be published.

    Attributes:
        names: of these counts.
    """

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"{len(names)} counts")
        self.names = names


@dataclass(frozen=True)
class Proof:
    """For each count of the system the range that is proven to be possible; exact where shown.

    least, most: whole persons; the true range may be wider, because nobody asked for more.
    """

    least: Floats
    most: Floats


def attack(system: System, shown: Bools) -> Proof:
    """Try to compute back every count that is not shown.

    Args:
        system: everything an attacker may know, with the true values.
        shown: for each count whether it can be read in the snapshot.

    Raises:
        DisclosureFailed: a count is narrowed to fewer whole numbers than its width asks for.
    """
    secret = np.flatnonzero(~shown & ~system.known)
    proof = Proof(system.values.copy(), system.values.copy())
    for counts in _parts(system, secret):
        _attack_part(system, counts, proof)
    narrow = proof.most - proof.least < system.widths - _ROUNDING
    failed = [system.names[count] for count in secret if narrow[count]]
    if failed:
        raise DisclosureFailed(failed)
    return proof


def _parts(system: System, secret: Ints) -> Iterator[Ints]:
    """Secret counts that influence each other."""
    part = abs(system.relations[:, secret])
    number, label = connected_components((part.T @ part).tocsr(), directed=False)
    for each in range(number if secret.size else 0):
        yield secret[label == each]


def _attack_part(system: System, counts: Ints, proof: Proof) -> None:
    truth = system.values[counts]
    rows = np.flatnonzero(abs(system.relations[:, counts]).sum(axis=1))
    relations: csr_array = system.relations[rows][:, counts]
    # what the known counts leave for the secret ones to add up to
    rest = relations @ truth - system.relations[rows] @ system.values
    equal = system.equal[rows]
    agreeing = LinearConstraint(relations, np.where(equal, rest, -np.inf), rest)
    least, most = truth.copy(), truth.copy()
    for position, count in enumerate(counts):
        width = system.widths[count]
        for way in (1.0, -1.0):
            if most[position] - least[position] >= width - _ROUNDING:
                break
            table = _farthest(agreeing, system.floors[counts], truth, position, way, width)
            least, most = np.minimum(least, table), np.maximum(most, table)
    proof.least[counts], proof.most[counts] = least, most


def _farthest(
    agreeing: LinearConstraint,
    floors: Floats,
    truth: Floats,
    position: int,
    way: float,
    width: float,
) -> Floats:
    """A table in whole persons that agrees with all that is known, with one count far away."""
    greatest = np.full(len(truth), FAR)
    greatest[position] = truth[position] + width
    goal = np.zeros(len(truth))
    goal[position] = -way
    solved = milp(
        goal,
        constraints=agreeing if agreeing.A.shape[0] else None,
        bounds=Bounds(floors, greatest),
        # estimated numbers may have decimals
        integrality=truth == np.round(truth),
    )
    return np.round(solved.x, 6) if solved.success else truth

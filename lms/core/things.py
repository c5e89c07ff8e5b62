"""Whole things read without the ORM's loading machinery, which costs three times the query itself.

`things(Batch)` selects the columns of a batch and of what always comes along with it, and knows
how to put the objects together. They are the session's own, exactly as the ORM would have loaded
them: changed, refreshed, expired and lazily loaded like any others. Only statements that read
such things may be narrowed and joined; options of the ORM's loading mean nothing to them.
"""

from functools import cache
from typing import Any

from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import instance_dict, instance_state, set_committed_value


class Shape:
    """Where the columns of a model stand in a row, and those of what comes along with it."""

    def __init__(self, model: Any, source: Any, at: int = 0, above: tuple[Any, ...] = ()) -> None:
        """Describe `source`, which is `model` or an alias of it, from column `at` on."""
        self.mapper = inspect(model)
        self.columns = [
            getattr(source, column.key)
            for column in self.mapper.column_attrs
            if not column.deferred
        ]
        self.names = [column.key for column in self.columns]
        self.key = [
            at + self.names.index(self.mapper.get_property_by_column(column).key)
            for column in self.mapper.primary_key
        ]
        self.at, self.end = at, at + len(self.columns)
        self.joins: list[tuple[Any, bool]] = []
        self.along: list[tuple[str, Shape]] = []
        for relation in self.mapper.relationships:
            other = relation.mapper.class_
            depth = (*above, model).count(other)
            if relation.lazy == "joined" and depth <= (relation.join_depth or 0):
                self._take_along(source, relation, other, (*above, model))

    def _take_along(self, source: Any, relation: Any, other: Any, above: tuple[Any, ...]) -> None:
        assert not relation.uselist, f"{relation}: rows would repeat"
        alias = aliased(other)
        shape = Shape(other, alias, self.at + len(self.columns), above)
        self.columns += shape.columns
        outer = not relation.innerjoin
        self.joins.append((getattr(source, relation.key).of_type(alias), outer))
        self.joins += [(target, outer or is_outer) for target, is_outer in shape.joins]
        self.along.append((relation.key, shape))

    def thing(self, session: Session, row: Any) -> Any:
        """Return the object of a row, the session's own if it knows it; None for an empty one."""
        primary = tuple(row[place] for place in self.key)
        if primary[0] is None:
            return None
        identity = self.mapper.identity_key_from_primary_key(primary)
        known = session.identity_map.get(identity)
        if known is not None:
            self._complete(session, known, row)
            return known
        made = self.mapper.class_manager.new_instance()
        state = instance_state(made)
        state.key, state.session_id = identity, session.hash_key  # type: ignore[attr-defined]
        session.identity_map.add(state)
        values = instance_dict(made)
        values.update(zip(self.names, row[self.at : self.end], strict=True))
        for name, shape in self.along:
            values[name] = shape.thing(session, row)
        return made

    def _complete(self, session: Session, known: Any, row: Any) -> None:
        """Give a known object what it lacks: nothing, or all when a commit made it forget."""
        values = instance_dict(known)
        if instance_state(known).expired_attributes:
            for name, value in zip(self.names, row[self.at : self.end], strict=True):
                if name not in values:
                    set_committed_value(known, name, value)
        for name, shape in self.along:
            if name not in values:
                set_committed_value(known, name, shape.thing(session, row))


@cache
def things(model: type) -> Select[Any]:
    """Return the select of a model's whole things, for `rows`, `one` and `read` of `core.db`."""
    shape = Shape(model, model)
    statement = select(*shape.columns).execution_options(things=shape)
    for target, is_outer in shape.joins:
        statement = statement.join(target, isouter=is_outer)
    return statement

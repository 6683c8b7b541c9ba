"""Ids stay small and true, however many things there are."""

import unittest

from loop_inspector import interning, schema
from loop_inspector.interning import Interner


class Names(unittest.TestCase):
    def test_one_id_each(self):
        interner = Interner()
        ids = [interner.text(f"name {number}") for number in range(100)]
        self.assertEqual(len(set(ids)), 100)
        self.assertEqual(ids, [interner.text(f"name {number}") for number in range(100)])
        self.assertTrue(all(schema.FIRST_NAME_ID <= name < schema.FIRST_TASK_ID for name in ids))

    def test_too_many_are_not_taken_for_one_another(self):
        kept, interning._LAST_NAME = interning._LAST_NAME, schema.FIRST_NAME_ID + 3
        try:
            interner = Interner()
            first = [interner.text(f"name {number}") for number in range(3)]
            more = [interner.text(f"name {number}") for number in range(3, 9)]
        finally:
            interning._LAST_NAME = kept
        self.assertEqual(len(set(first)), 3)
        self.assertEqual(set(more), {schema.FIRST_NAME_ID + 3})
        self.assertEqual(interner.take_pending()[-1], ("name", schema.FIRST_NAME_ID + 3, "…"))

    def test_values_come_to_an_end(self):
        interner = Interner()
        ids = {interner.value(f"value {number}") for number in range(interning._VALUES + 10)}
        self.assertEqual(len(ids), interning._VALUES + 1)
        self.assertIn(0, ids)
        self.assertGreater(interner.value("value 1"), 0)
        self.assertGreater(interner.text("a name after that"), 0)


class Callables(unittest.TestCase):
    def test_names(self):
        import functools
        from unittest import mock

        class Listener:
            def on_data(self):
                pass

            def __call__(self):
                pass

        interner = Interner()
        names = {}

        def name(callback):
            number = interner.callback(callback)
            names.update((id_, text) for tag, id_, text in interner.take_pending() if tag == "name")
            return names[number]

        own = "Callables.test_names.<locals>."
        self.assertEqual(name(Listener().on_data), own + "Listener.on_data")
        self.assertEqual(name(functools.partial(functools.partial(Listener.on_data, 1), 2)), own + "Listener.on_data")
        self.assertEqual(name(Listener()), own + "Listener")
        self.assertEqual(name(Listener), own + "Listener")
        self.assertEqual(name(print), "print")
        self.assertEqual(name([].append), "list.append")
        self.assertEqual(name(mock.Mock()), "Mock")

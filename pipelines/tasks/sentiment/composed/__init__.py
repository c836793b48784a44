"""Texts composed by grammars: opinions as people utter them, and texts that hold none.

    lexicon/     words and phrases that all families share
    families/    one grammar for each thing that language can do: negate, compare, swear …
    grammar.py   how templates are written and filled
    compose.py   distinct texts, balanced over families and sides
    noise.py     the same texts as they are typed in a hurry

Grammars are written for training only, and know nothing of the behaviour tests.
"""

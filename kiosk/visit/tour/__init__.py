"""Walks through the whole visit, so that tests, documents and pictures know all of it."""

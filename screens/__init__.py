"""Kivy only: a View goes in, an input comes out."""

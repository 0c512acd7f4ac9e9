"""Trains and judges what reads comments, on labelled data in a folder that is named on the command line."""

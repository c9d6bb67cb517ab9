"""Workbooks in any form to sheets of text: what listings and questionnaires both start from."""

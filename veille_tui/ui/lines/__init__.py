"""The desk in lines, for screen readers and pipes: nothing is drawn, nothing moves."""

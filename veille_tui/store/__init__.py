"""The only room that speaks SQL: the shared store and this workstation's journal."""

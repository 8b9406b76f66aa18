"""The city over time: its organisation on a day, and the life of a unit, a body, a post or a person in office."""

"""The verbs of the program: rows in, rows out, the actor and the time as arguments. No Flask."""

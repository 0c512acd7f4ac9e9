"""The pack for employee representatives: what is in force and promised, on paper that prints by itself."""

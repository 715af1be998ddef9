"""Many runs that answer one question: does the model show what is known, and what drives it?"""

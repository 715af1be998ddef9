"""Many runs of one scenario under changed settings, and what is kept of each."""

help-done = Done.

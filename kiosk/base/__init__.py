"""What every room may use: time, configuration, languages, small durable files, threads of work."""

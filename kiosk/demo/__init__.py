"""The twelve visits, played through the real screens, machine, drivers and simulators."""

"""The kiosk's voice and sounds: texts become speech, speech is private where it must be, everything can be interrupted."""

"""The beginning of a profile: questions to a person, what the answers mean, and the commented file that is made of them."""

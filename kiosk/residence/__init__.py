"""The rules: card types, validity, renewal, fees, what to bring, collection, children, urgent, long-term stay."""

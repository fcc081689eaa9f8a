"""What happens when somebody types, presses, chooses or submits something in Slack."""

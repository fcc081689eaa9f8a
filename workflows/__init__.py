"""What a journey mapping workshop is. Knows no Slack, no templates and no drawing."""

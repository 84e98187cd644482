"""What the demo intranet contains: its people, its articles, its pictures."""

"""What the scores come to: for a person, a team, a survey, and for very many people at once."""

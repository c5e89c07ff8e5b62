"""Training hours (JP) and the competence index. Nouns: OutsideTraining, RuleSet."""

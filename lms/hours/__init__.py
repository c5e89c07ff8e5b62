"""How each form of learning becomes hours (JP): the dated conversion all areas above read."""

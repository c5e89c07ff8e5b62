"""Attitude observation (sikap perilaku). Nouns: Instrument, AttitudeMark, AttitudeForm."""

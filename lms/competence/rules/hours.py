"""The yearly duty of training hours (JP). Pure."""

#: Hours every PNS should train in a year: PP 11/2017 jo. 17/2020 art. 203(4) (C).
YEARLY_JP = 20

"""The sequencing of a SCORM 2004 package (imsss), in the words its run-time reads."""

import re
from typing import Any
from xml.etree.ElementTree import Element

from lms.elearning.exchange.xml import attribute, name_of

#: Names of control modes and their spelling in the run-time.
_CONTROLS = {
    "choice": "choice", "choiceexit": "choiceExit", "flow": "flow", "forwardonly": "forwardOnly",
    "usecurrentattemptobjectiveinfo": "useCurrentAttemptObjectiveInfo",
    "usecurrentattemptprogressinfo": "useCurrentAttemptProgressInfo",
}  # fmt: skip
_RULES = {
    "preconditionrule": "preConditionRules", "exitconditionrule": "exitConditionRules",
    "postconditionrule": "postConditionRules",
}  # fmt: skip
_MAPPED = (
    "readSatisfiedStatus", "readNormalizedMeasure", "writeSatisfiedStatus",
    "writeNormalizedMeasure", "readRawScore", "readMinScore", "readMaxScore",
    "readCompletionStatus", "readProgressMeasure",
    "writeRawScore", "writeMinScore", "writeMaxScore", "writeCompletionStatus",
    "writeProgressMeasure",
)  # fmt: skip
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,8})?")
_LONGEST = 200


def activity_tree(organization: Element, root: Element) -> dict[str, Any]:
    """Return the tree of activities with their rules, the organization at its top."""
    shared = {
        attribute(one, "id"): one
        for collection in root.iter() if name_of(collection) == "sequencingcollection"
        for one in collection if attribute(one, "id")
    }  # fmt: skip
    return _activity(organization, shared)


def _activity(element: Element, shared: dict[str, Element]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": attribute(element, "identifier")[:_LONGEST],
        "title": _title(element),
        "isVisible": attribute(element, "isvisible").casefold() != "false",
    }
    own = _child(element, "sequencing")
    if own is not None:
        base = shared.get(attribute(own, "idref"))
        for source in (base, own):
            if source is not None:
                found |= _sequencing(source)
    children = [_activity(one, shared) for one in element if name_of(one) == "item"]
    return found | ({"children": children} if children else {})


def _title(element: Element) -> str:
    found = _child(element, "title")
    return " ".join((found.text or "").split())[:_LONGEST] if found is not None else ""


def _child(element: Element, name: str) -> Element | None:
    return next((one for one in element if name_of(one) == name), None)


def _sequencing(source: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in source:
        name = name_of(one)
        if name == "controlmode":
            found["sequencingControls"] = {
                ours: _truth(one, theirs) for theirs, ours in _CONTROLS.items()
                if attribute(one, theirs)
            }  # fmt: skip
        elif name == "sequencingrules":
            found["sequencingRules"] = _rules(one)
        elif name == "limitconditions" and attribute(one, "attemptlimit").isdecimal():
            found["attemptLimit"] = int(attribute(one, "attemptlimit")[:4])
        elif name == "rolluprules":
            found["rollupRules"] = {"rules": [_rollup(rule) for rule in one if len(rule)]}
        elif name == "objectives":
            found |= _objectives(one)
        elif name == "deliverycontrols":
            found["deliveryControls"] = {
                ours: _truth(one, ours.casefold())
                for ours in ("tracked", "completionSetByContent", "objectiveSetByContent")
                if attribute(one, ours.casefold())
            }
    return found


def _truth(element: Element, name: str) -> bool:
    return attribute(element, name).casefold() in ("true", "1")


def _rules(element: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for rule in element:
        place = _RULES.get(name_of(rule))
        action = _child(rule, "ruleaction")
        conditions = _child(rule, "ruleconditions")
        if place and action is not None and conditions is not None:
            found.setdefault(place, []).append(
                {
                    "action": attribute(action, "action")[:40],
                    "conditionCombination": attribute(conditions, "conditioncombination") or "all",
                    "conditions": [_condition(one) for one in conditions],
                }
            )
    return found


def _condition(element: Element) -> dict[str, Any]:
    found: dict[str, Any] = {"condition": attribute(element, "condition")[:60]}
    if attribute(element, "operator") == "not":
        found["operator"] = "not"
    if attribute(element, "referencedobjective"):
        found["referencedObjective"] = attribute(element, "referencedobjective")[:_LONGEST]
    measure = attribute(element, "measurethreshold")
    if _NUMBER.fullmatch(measure):
        found["parameters"] = {"threshold": float(measure)}
    return found


def _rollup(rule: Element) -> dict[str, Any]:
    action, conditions = _child(rule, "rollupaction"), _child(rule, "rollupconditions")
    found: dict[str, Any] = {
        "action": attribute(action, "action")[:40] if action is not None else "",
        "consideration": attribute(rule, "childactivityset") or "all",
        "conditionCombination": "any",
        "conditions": [],
    }
    if attribute(rule, "minimumcount").isdecimal():
        found["minimumCount"] = int(attribute(rule, "minimumcount")[:6])
    if _NUMBER.fullmatch(attribute(rule, "minimumpercent")):
        found["minimumPercent"] = float(attribute(rule, "minimumpercent"))
    if conditions is not None:
        found["conditionCombination"] = attribute(conditions, "conditioncombination") or "any"
        found["conditions"] = [_condition(one) for one in conditions]
    return found


def _objectives(element: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    others = []
    for one in element:
        if name_of(one) == "primaryobjective":
            found["primaryObjective"] = _objective(one) | {"isPrimary": True}
        elif name_of(one) == "objective":
            others.append(_objective(one))
    return found | ({"objectives": others} if others else {})


def _objective(element: Element) -> dict[str, Any]:
    found: dict[str, Any] = {
        "objectiveID": attribute(element, "objectiveid")[:_LONGEST],
        "satisfiedByMeasure": _truth(element, "satisfiedbymeasure"),
    }
    measure = _child(element, "minnormalizedmeasure")
    if measure is not None and _NUMBER.fullmatch((measure.text or "").strip()):
        found["minNormalizedMeasure"] = float((measure.text or "").strip())
    maps = [_mapping(one) for one in element if name_of(one) == "mapinfo"]
    return found | ({"mapInfo": maps} if maps else {})


def _mapping(element: Element) -> dict[str, Any]:
    said = {name for name in _MAPPED if attribute(element, name.casefold())}
    return {"targetObjectiveID": attribute(element, "targetobjectiveid")[:_LONGEST]} | {
        name: _truth(element, name.casefold()) for name in said
    }

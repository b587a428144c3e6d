"""Plain phrases of other languages that command or ask something of this service, however the sentence goes on.

Likeness to English examples hears few of them. Written without accents, as `engine.letters` makes words plain.
"""

from __future__ import annotations

import re

from engine.letters import plain

_LONGEST = 10
"""Words of a message that can be a command; a longer one is a story."""
_BACK = (
    r"^(?:cofnij|wroc do|geri (?:don|git|al)|(?:bir )?onceki soru\w*|torna (?:alla|indietro)|ga terug|"
    r"terug naar|ارجع\w*|رجعني|"
    r"geh zuruck|zuruck zu|reviens|retourne|volver a|vuelve|volte|voltar a|вернись|вернуться)\b|^(?:返回|回到|"
    r"回去)|前の質問|이전 질문"
)
_STOP = (
    r"^(?:przestan\w*|smett\w+|basta|hou (?:toch |nou )?op|dur|توقف\w*|كفايه|كفاية|hor auf|aufhoren|"
    r"arretez?|deja de|para de|pare de|"
    r"прекрати\w*|хватит)\b|^(?:别再|不要再|停)|^그만"
)
_SKIP = (
    r"\b(?:nie chce|wole nie|nie bede) (?:na to (?:pytanie )?)?(?:odpowiadac|odpowiedziec|mowic)\b|"
    r"\b(?:non voglio|preferisco non) (?:rispondere|dirlo)\b|\bwil (?:ik )?(?:daar |hier |dat )?(?:niet|"
    r"liever niet) (?:op )?"
    r"(?:antwoorden|beantwoorden|zeggen)\b|\b(?:cevap|yanit)(?: vermek)? istemiyorum\b|\b(?:cevaplamak|"
    r"soylemek) istemiyorum\b|"
    r"(?:ما بدي|لا أريد|لا اريد|ما اريد|مش عايز|مش عاوز) (?:أ|ا|ان )?(?:جاوب|اجيب|الاجابة|الرد|رد)\b|"
    r"\bmochte (?:ich )?(?:das |darauf )?nicht (?:beantworten|sagen|antworten)\b|\b(?:veux|"
    r"prefere) (?:ne )?pas (?:repondre|le dire)\b|"
    r"\b(?:no quiero|prefiero no) (?:responder|contestar|decirlo)\b|\b(?:nao quero|prefiro nao) (?:responder|dizer)\b|"
    r"не хочу (?:отвечать|говорить)|不想(?:回)?答|不想说|答えたくな|대답하(?:고 싶지|기 싫)|ไม่อยากตอบ"
)
_HUMAN = (
    r"(?=.*\b(?:konus\w*|gorus\w*)\b).*\b(?:gercek|insanla|bir insan|yetkili\w*)\b|"
    r"(?=.*\b(?:po)?rozmawiac\b).*\b(?:czlowiek\w*|prawdziw\w+|konsultant\w*)\b|"
    r"(?=.*\b(?:parlare|parlo)\b).*\b(?:persona (?:vera|reale)|essere umano|umano|operatore|operatrice)\b|"
    r"(?=.*\b(?:praten|spreken)\b).*\b(?:een (?:echt )?mens|echt (?:persoon|iemand)|medewerker)\b|"
    r"(?=.*(?:احكي|أحكي|اتكلم|أتكلم|التحدث|اتحدث)).*(?:انسان|إنسان|حقيقي|موظف)"
)
_WHO = (
    r"\b(?:sen|siz)\b.*\b(?:robot|bot|yapay zeka|insan|makine)\b|\b(?:yapay zeka|robot|bot) mi\w*\b|"
    r"\b(?:czy (?:jestes|to|pan|pani|rozmawiam|pisze)|jestes)\b.*\b(?:robot\w*|bot\w*|czlowiek\w*|komputer\w*|"
    r"maszyn\w*)\b|"
    r"\b(?:sei|parlo|parlando|scrivo)\b.*\b(?:robot|bot|computer|macchina|persona)\b|"
    r"\b(?:ben (?:je|jij)|bent u|praat ik|is dit|chat ik)\b.*\b(?:robot|bot|computer|mens|machine)\b|"
    r"(?:مين|هل|انت|إنت|أنت|انتي).*(?:روبوت|بوت|كمبيوتر|انسان ولا|آلي|الي\b)"
)
_BYE = (
    r"^(?:doei|doeg|tot ziens|hadi eyvallah|eyvallah|hosca ?kal\w*|gorusuruz|gule gule|do widzenia|"
    r"do zobaczenia|na razie|pa pa|papa|"
    r"arrivederci|ciao ciao|addio|مع السلامة|الى اللقاء|باي|tschuss|auf wiedersehen|au revoir|adios|hasta luego|"
    r"tchau|adeus|ate logo|"
    r"пока|до свидания|再见|拜拜|さようなら)$"
)
_PRIVATE = (
    r"\bwhat (?:do|will|have|did) you (?:keep|store|save|hold|kept|stored|remember)\b|"
    r"\b(?:cosa|che cosa|chi) (?:tenete|tieni|conservate|salvate|registrate|legge|vede)\b|"
    r"\bkto (?:to )?(?:czyta|widzi|przeczyta)\b|\bco (?:zapisujecie|przechowujecie|zapisujesz)\b|"
    r"\bkim (?:okuyor|goruyor|okuyacak)\b|\b(?:gizli|sakliyor musun\w*|sakliyor) mi\b|"
    r"\bwie (?:leest|ziet) (?:dit|wat|mijn)\b|\bwat (?:bewaart|bewaar|bewaren|slaat) (?:u|je|jullie)\b|"
    r"(?:مين|من) (?:ب|راح )?(?:يقرا|يقرأ|يشوف|يرى)"
)
_PHRASES = tuple(
    (label, re.compile(pattern))
    for label, pattern in (
        ("go_back", _BACK),
        ("skip", _SKIP),
        ("stop", _STOP),
        ("talk_to_human", _HUMAN),
        ("who_are_you", _WHO),
        ("goodbye", _BYE),
        ("is_it_private", _PRIVATE),
    )
)


def phrase_meaning(text: str) -> str | None:
    """The label of the one such phrase that a short message holds; None where it holds none, or two kinds."""
    said = plain(text)
    if len(said.split()) > _LONGEST:
        return None
    found = {label for label, pattern in _PHRASES if pattern.search(said)}
    return found.pop() if len(found) == 1 else None

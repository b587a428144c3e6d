"""What people call places besides their names: short forms, nicknames, regions, and lands outside England.

All in the plain form of `place_names.plain`. Regions are named by their councils.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SHORT_COUNTIES: Final = {
    "beds": "bedfordshire", "berks": "berkshire", "bucks": "buckinghamshire", "cambs": "cambridgeshire",
    "derbys": "derbyshire", "glos": "gloucestershire", "hants": "hampshire", "herts": "hertfordshire",
    "lancs": "lancashire", "leics": "leicestershire", "lincs": "lincolnshire", "northants": "northamptonshire",
    "notts": "nottinghamshire", "oxon": "oxfordshire", "salop": "shropshire", "shrops": "shropshire",
    "staffs": "staffordshire", "warks": "warwickshire", "wilts": "wiltshire", "worcs": "worcestershire",
    "yorks": "yorkshire", "mids": "midlands", "co": "county",
}  # fmt: skip

NICKNAMES: Final = {
    "banes": "bath and north east somerset", "bcp": "bournemouth christchurch and poole", "bham": "birmingham",
    "boro": "middlesbrough", "brum": "birmingham",
    "cov": "coventry", "darlo": "darlington", "donny": "doncaster", "gloster": "gloucester", "hudds": "huddersfield",
    "iow": "isle of wight", "ldn": "london", "londra": "london", "londres": "london",
    "lpool": "liverpool", "manc": "manchester", "mcr": "manchester",
    "mk": "milton keynes", "ncl": "newcastle upon tyne", "nottm": "nottingham",
    "pboro": "peterborough", "pompey": "portsmouth", "sheff": "sheffield", "shef": "sheffield",
    "shields": "south shields", "soton": "southampton", "stoke": "stoke on trent", "toon": "newcastle upon tyne",
    "weston s mare": "weston super mare", "wolves": "wolverhampton", "wton": "wolverhampton",
}  # fmt: skip

REGIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "avon": ("Bristol", "South Gloucestershire", "Bath and North East Somerset", "North Somerset"),
    "black country": ("Dudley", "Sandwell", "Walsall", "Wolverhampton"),
    "central london": ("Westminster", "Camden", "Islington", "Kensington and Chelsea", "City of London"),
    "cleveland": ("Middlesbrough", "Stockton-on-Tees", "Redcar and Cleveland", "Hartlepool"),
    "east london": ("Newham", "Tower Hamlets", "Hackney", "Waltham Forest", "Redbridge", "Barking and Dagenham"),
    "humberside": ("Kingston upon Hull", "East Riding of Yorkshire", "North Lincolnshire", "North East Lincolnshire"),
    "lake district": ("Westmorland and Furness", "Cumberland"),
    "lakes": ("Westmorland and Furness", "Cumberland"),
    "middlesex": (
        "Barnet", "Brent", "Ealing", "Enfield", "Haringey", "Harrow", "Hillingdon", "Hounslow", "Richmond upon Thames",
        "Spelthorne",
    ),
    "north london": ("Barnet", "Enfield", "Haringey", "Islington", "Camden", "Hackney"),
    "peak district": ("High Peak", "Derbyshire Dales", "Staffordshire Moorlands"),
    "potteries": ("Stoke-on-Trent", "Newcastle-under-Lyme"),
    "south london": ("Croydon", "Lambeth", "Southwark", "Lewisham", "Wandsworth", "Merton", "Sutton", "Bromley"),
    "south east london": ("Southwark", "Lewisham", "Greenwich", "Bexley", "Bromley"),
    "south west london": ("Wandsworth", "Merton", "Lambeth", "Richmond upon Thames", "Kingston upon Thames", "Sutton"),
    "teesside": ("Middlesbrough", "Stockton-on-Tees", "Redcar and Cleveland"),
    "tyneside": ("Newcastle upon Tyne", "Gateshead", "North Tyneside", "South Tyneside"),
    "wearside": ("Sunderland",),
    "west london": ("Ealing", "Hounslow", "Hillingdon", "Hammersmith and Fulham", "Kensington and Chelsea", "Brent"),
}  # fmt: skip

_OUTSIDE: Final = {
    "Scotland": "scotland aberdeenshire angus argyll arran ayrshire caithness fife galloway hebrides lanarkshire "
    "lothian mull orkney perthshire shetland skye sutherland",
    "Wales": "wales cymru anglesey carmarthenshire ceredigion conwy denbighshire flintshire glamorgan gower gwent "
    "gwynedd monmouthshire pembrokeshire powys snowdonia",
    "Northern Ireland": "ulster fermanagh tyrone",
    "the Channel Islands": "jersey guernsey alderney sark",
    "Ireland": "ireland dublin eire",
}
COUNTRIES: Final[Mapping[str, str]] = {
    **{name: country for country, names in _OUTSIDE.items() for name in names.split()},
    "ynys mon": "Wales",
    "isle of anglesey": "Wales",
    "isle of skye": "Scotland",
    "isle of arran": "Scotland",
    "scottish borders": "Scotland",
    "scottish highlands": "Scotland",
    "northern ireland": "Northern Ireland",
    "county antrim": "Northern Ireland",
    "county down": "Northern Ireland",
    "county armagh": "Northern Ireland",
    "county tyrone": "Northern Ireland",
    "isle of man": "the Isle of Man",
    "channel islands": "the Channel Islands",
    "republic of ireland": "Ireland",
}


def long_form(name: str) -> str:
    """Return a plain name with its short forms written out: "n yorks" becomes "n yorkshire", "loughboro" is whole."""
    return " ".join(_whole(word) for word in name.split())


def _whole(word: str) -> str:
    return f"{word}ugh" if len(word) > 5 and word.endswith("boro") else SHORT_COUNTIES.get(word, word)

"""The words that name classes, canonical first; synonyms after it mean the same picture."""

from __future__ import annotations

__all__ = ["ENVIRONMENTS", "HOURS", "MEDIA", "MOODS", "MOOD_ENDINGS", "STUDY_PROMPTS", "SUBJECTS", "Synonyms"]

Synonyms = dict[str, tuple[str, ...]]

# Each value stands after "of"; the words before the bar join it to a subject.
ENVIRONMENTS: Synonyms = {
    "sea cliffs": (
        "on|sea cliffs", "on|cliffs by the sea", "above|steep sea cliffs", "by|a rocky coast",
        "on|cliffs above the ocean",
    ),
    "mountains": (
        "in|mountains", "before|snowy mountains", "in|high mountains", "before|a mountain range",
        "in|the alps",
    ),
    "forest": ("in|a forest", "in|a dark forest", "in|the woods", "in|a pine forest", "in|a forest clearing"),
    "field of flowers": (
        "in|a field of flowers", "in|a field of flowers landscape", "in|a flower field", "in|a meadow",
        "in|a blooming meadow",
    ),
    "desert": ("in|a desert", "among|sand dunes", "in|the desert", "in|a sandy desert"),
    "city": ("in|a city", "before|a city skyline", "in|a big city", "among|skyscrapers", "before|a skyline"),
    "serene landscape": (
        "in|a serene landscape", "in|a serene landscape", "by|a lake", "by|a quiet lake",
        "in|a calm landscape with a lake",
    ),
    "ruins": (
        "among|ruins", "among|ancient ruins", "among|ruined columns", "among|broken columns",
        "in|the ruins of a temple",
    ),
    "snow": ("in|snow", "in|a snowy field", "in|a winter landscape", "in|falling snow"),
}  # fmt: skip

SUBJECTS: Synonyms = {
    "none": ("a landscape", "an empty landscape", "nothing but landscape"),
    "eiffel tower": ("the Eiffel tower", "the Eiffel tower", "an iron lattice tower"),
    "building": ("a building", "a house", "a tall house", "a building with a red roof"),
    "abandoned building": (
        "an abandoned building",
        "an abandoned house",
        "a ruined building",
        "a derelict building",
    ),
    "statue of liberty": ("the statue of liberty", "statue of liberty", "a statue with a torch"),
    "mecha statue of liberty": (
        "mecha statue of liberty",
        "a mecha statue of liberty",
        "a robotic statue of liberty",
    ),
    "lighthouse": ("a lighthouse", "a red and white lighthouse", "a shining lighthouse"),
    "castle": ("a castle", "a fairy tale castle", "a medieval castle", "a fortress"),
    "windmill": ("a windmill", "an old windmill", "a mill with sails"),
    "sailing boat": ("a sailing boat", "a sailboat", "a sailing ship", "a boat"),
    "toilet": ("a toilet", "a white toilet", "a porcelain toilet"),
    "tree": ("a tree", "a lone tree", "a big oak tree"),
    "portrait": ("a woman", "a face", "a person", "a woman with long hair", "a girl"),
    "robot": ("a robot", "a giant robot", "a mecha", "a mechanical giant"),
    "bridge": ("a bridge", "a suspension bridge", "a red bridge"),
    "church": ("a church", "a small church", "a chapel", "a church with a steeple"),
}

# Each value ends a phrase: "a castle ...".
HOURS: Synonyms = {
    "day": ("by day", "on a sunny day", "under a blue sky", "in daylight", "at noon"),
    "sunset": ("at sunset", "at dusk", "under a red sky", "at dawn", "at sunrise"),
    "night": ("at night", "in moonlight", "under the stars", "under a full moon", "by night"),
    "storm": ("in a storm", "in a tumultuous storm", "with lightning", "in a thunderstorm", "in the rain"),
    "fog": ("in fog", "in the mist", "in thick fog", "shrouded in mist"),
    "golden hour": ("at golden hour", "in golden light", "in warm evening light", "with golden sunlight"),
}

# Each value stands after an article and before "of".
MEDIA: Synonyms = {
    "oil painting": ("oil painting", "painting", "oil on canvas", "impasto painting"),
    "watercolour": ("watercolour", "watercolor", "watercolor painting", "watercolour painting"),
    "ink drawing": ("ink drawing", "pen and ink drawing", "drawing in ink", "etching"),
    "pixel art": ("pixel art picture", "pixel art scene", "pixel art image", "retro game picture"),
    "matte painting": ("matte painting", "painting", "digital matte painting", "concept art painting"),
    "charcoal drawing": ("charcoal drawing", "pencil drawing", "charcoal sketch", "pencil sketch"),
    "magic realism": (
        "magic realism painting", "magic realism painting", "painting in magic realism", "dreamlike painting",
    ),
}  # fmt: skip

MOODS: Synonyms = {
    "plain": ("",),
    "ominous": ("ominous", "dark ominous", "sinister", "gloomy"),
    "cursed": ("cursed", "haunted", "sickly cursed"),
    "serene": ("serene", "beautiful", "peaceful", "calm beautiful"),
    "vibrant": ("vibrant", "vivid", "bold vibrant"),
    "colourful": ("colorful", "colourful", "rainbow"),
    "cinematic": ("cinematic", "dramatic cinematic", "epic"),
}

MOOD_ENDINGS: Synonyms = {
    "plain": ("",),
    "ominous": ("ominous", "ominous mood", "gloom"),
    "cursed": ("cursed", "cursed image", "green slime"),
    "serene": ("serene", "beautiful", "soft light"),
    "vibrant": ("vibrant", "vibrant colors", "vivid colours"),
    "colourful": ("colorful", "all colors of the rainbow", "colourful"),
    "cinematic": ("cinematic lighting", "cinematic", "teal and orange"),
}

STUDY_PROMPTS: tuple[str, ...] = (
    "an ominous painting of the Eiffel tower by Zdzisław Beksiński",
    "a beautiful painting of a building in a serene landscape by Greg Rutkowski and Thomas Kinkade, "
    "trending on ArtStation.",
    "a beautiful portrait of mecha statue of liberty by James Jean and Ross Tran",
    "a magic realism painting by Gediminas Pranckevicius depicting an abandoned building in a field of "
    "flowers landscape, vibrant, cinematic lighting",
    "A painting of sea cliffs in a tumultuous storm, Trending on ArtStation.",
    "cursed toilet by Zdzisław Beksiński",
    "colorful forest by Zdzisław Beksiński",
)

"""The words that name classes, canonical first; synonyms after it mean the same picture."""

from __future__ import annotations

__all__ = [
    "ENVIRONMENTS",
    "FILLERS",
    "HOURS",
    "MEDIA",
    "MOODS",
    "MOOD_ENDINGS",
    "SUBJECTS",
    "TRENDS",
    "Synonyms",
]  # fmt: skip

Synonyms = dict[str, tuple[str, ...]]

# Each value stands after "of"; the words before the bar join it to a subject.
ENVIRONMENTS: Synonyms = {
    "sea cliffs": (
        "on|sea cliffs", "on|cliffs by the sea", "above|steep sea cliffs", "by|a rocky coast",
        "on|cliffs above the ocean", "on|a headland above the sea",
    ),
    "mountains": (
        "in|mountains", "before|snowy mountains", "in|high mountains", "before|a mountain range",
        "in|the alps", "below|mountain peaks",
    ),
    "forest": (
        "in|a forest", "in|a dark forest", "in|the woods", "in|a pine forest", "in|a forest clearing",
        "among|tall trees",
    ),
    "field of flowers": (
        "in|a field of flowers", "in|a field of flowers landscape", "in|a flower field", "in|a meadow",
        "in|a blooming meadow", "among|wild flowers",
    ),
    "desert": (
        "in|a desert", "among|sand dunes", "in|the desert", "in|a sandy desert", "on|a dune", "in|the sahara",
    ),
    "city": (
        "in|a city", "before|a city skyline", "in|a big city", "among|skyscrapers", "before|a skyline",
        "on|a city street", "in|a metropolis",
    ),
    "serene landscape": (
        "in|a serene landscape", "in|a serene landscape", "by|a lake", "by|a quiet lake",
        "in|a calm landscape with a lake", "on|the shore of a lake",
    ),
    "ruins": (
        "among|ruins", "among|ancient ruins", "among|ruined columns", "among|broken columns",
        "in|overgrown ruins", "between|fallen columns",
    ),
    "snow": (
        "in|snow", "in|a snowy field", "in|a winter landscape", "in|falling snow", "in|the arctic",
        "on|a snowfield",
    ),
    "swamp": (
        "in|a swamp", "in|a marsh", "in|a bog with dead trees", "in|dark wetlands", "by|black water",
    ),
    "volcano": (
        "before|a volcano", "by|an erupting volcano", "above|rivers of lava", "in|a land of fire",
        "on|a plain of lava",
    ),
    "beach": (
        "on|a beach", "on|a tropical beach", "under|palm trees", "by|a lagoon", "on|a sandy shore",
        "on|a tropical island",
    ),
    "floating islands": (
        "on|floating islands", "on|a floating island", "above|the clouds", "on|an island in the sky",
        "among|islands in the sky",
    ),
    "canyon": (
        "in|a canyon", "in|a red canyon", "between|canyon walls", "in|a gorge", "in|a rocky valley",
    ),
    "alien planet": (
        "on|an alien planet", "on|another planet", "in|an alien landscape", "under|a ringed planet",
        "on|a distant world",
    ),
}  # fmt: skip

SUBJECTS: Synonyms = {
    "none": ("a landscape", "an empty landscape", "nothing but landscape", "a wide view"),
    "eiffel tower": ("the Eiffel tower", "the Eiffel tower", "an iron lattice tower"),
    "building": ("a building", "a house", "a tall house", "a country house", "a cottage"),
    "abandoned building": (
        "an abandoned building", "an abandoned house", "a ruined building", "a derelict building",
        "a bombed building",
    ),
    "statue of liberty": ("the statue of liberty", "statue of liberty", "a statue with a torch"),
    "mecha statue of liberty": (
        "mecha statue of liberty", "a mecha statue of liberty", "a robotic statue of liberty",
        "a cyborg statue of liberty",
    ),
    "lighthouse": ("a lighthouse", "a red and white lighthouse", "a shining lighthouse", "a beacon"),
    "castle": ("a castle", "a fairy tale castle", "a medieval castle", "a fortress", "a castle with towers"),
    "windmill": ("a windmill", "an old windmill", "a mill with sails", "a dutch windmill"),
    "sailing boat": ("a sailing boat", "a sailboat", "a sailing ship", "a boat", "a yacht"),
    "toilet": ("a toilet", "a white toilet", "a porcelain toilet", "a lavatory"),
    "tree": ("a tree", "a lone tree", "a big oak tree", "an old tree", "a tree in blossom"),
    "portrait": ("a woman", "a face", "a person", "a woman with long hair", "a girl", "a young woman"),
    "robot": ("a robot", "a giant robot", "a mecha", "a mechanical giant", "an android"),
    "bridge": ("a bridge", "a suspension bridge", "a red bridge", "a long bridge"),
    "church": ("a church", "a small church", "a chapel", "a church with a steeple"),
    "clock tower": ("a clock tower", "a tower with a clock", "big ben", "an old clock tower"),
    "pagoda": ("a pagoda", "a japanese pagoda", "a chinese pagoda", "a tower of curved roofs"),
    "temple": ("a temple", "a greek temple", "the parthenon", "a temple with white columns"),
    "pyramid": ("a pyramid", "a stone pyramid", "the great pyramid", "an egyptian pyramid"),
    "torii gate": ("a torii gate", "a red torii", "a shinto gate", "a japanese gate"),
    "telephone box": ("a telephone box", "a phone booth", "a red telephone box", "a telephone booth"),
    "wizard": ("a wizard", "an old wizard", "a sorcerer", "a wizard with a staff", "a mage"),
    "knight": ("a knight", "a knight in armor", "an armoured knight", "a warrior", "a crusader"),
    "astronaut": ("an astronaut", "a cosmonaut", "an astronaut in a white suit", "a spaceman"),
    "stag": ("a stag", "a deer", "a stag with antlers", "a majestic stag"),
    "wolf": ("a wolf", "a howling wolf", "a lone wolf", "a wolf that howls"),
    "cat": ("a cat", "a sitting cat", "a kitten", "a cat with bright eyes"),
    "owl": ("an owl", "a flying owl", "an owl with spread wings", "a great owl"),
    "elephant": ("an elephant", "a big elephant", "a grey elephant", "an elephant with tusks"),
    "dragon": ("a dragon", "a flying dragon", "a fire breathing dragon", "a winged dragon", "a wyvern"),
    "whale": ("a whale", "a flying whale", "a blue whale", "a giant whale"),
    "hot air balloon": ("a hot air balloon", "a striped balloon", "a balloon", "a hot air balloon in flight"),
    "airship": ("an airship", "a zeppelin", "a blimp", "a steampunk airship"),
    "flying saucer": ("a flying saucer", "a ufo", "an alien spaceship", "a saucer with a beam"),
    "rocket": ("a rocket", "a space rocket", "a rocket ship", "a rocket taking off"),
    "steam train": ("a steam train", "a locomotive", "a train", "an old steam locomotive"),
    "car": ("a car", "an old car", "a vintage car", "an automobile"),
    "skull": ("a skull", "a giant skull", "a human skull", "a skull with dark eyes"),
    "giant hand": ("a giant hand", "a stone hand", "a huge hand", "a hand rising from the ground"),
    "mushroom": ("a mushroom", "a giant mushroom", "a toadstool", "a spotted mushroom"),
    "crystal": ("a crystal", "giant crystals", "glowing crystals", "a cluster of crystals"),
    "portal": ("a portal", "a magic portal", "a glowing portal", "a stone ring with a whirl of light"),
}  # fmt: skip

# Each value ends a phrase: "a castle ...".
HOURS: Synonyms = {
    "day": (
        "by day", "on a sunny day", "under a blue sky", "in daylight", "at noon", "on a bright day",
        "under white clouds",
    ),
    "sunset": (
        "at sunset", "at dusk", "under a red sky", "at dawn", "at sunrise", "in the evening",
        "against the setting sun",
    ),
    "night": (
        "at night", "in moonlight", "under the stars", "under a full moon", "by night", "at midnight",
        "under a starry sky",
    ),
    "storm": (
        "in a storm", "in a tumultuous storm", "with lightning", "in a thunderstorm", "in the rain",
        "under dark clouds", "in stormy weather",
    ),
    "fog": ("in fog", "in the mist", "in thick fog", "shrouded in mist", "on a foggy day", "in a misty haze"),
    "golden hour": (
        "at golden hour", "in golden light", "in warm evening light", "with golden sunlight",
        "in the golden hour", "with god rays",
    ),
}  # fmt: skip

# Each value stands after an article and before "of".
MEDIA: Synonyms = {
    "oil painting": (
        "oil painting", "painting", "oil on canvas", "impasto painting", "painting in thick brush strokes",
    ),
    "watercolour": (
        "watercolour", "watercolor", "watercolor painting", "watercolour painting", "watercolor on paper",
        "aquarelle",
    ),
    "ink drawing": ("ink drawing", "pen and ink drawing", "drawing in ink", "etching", "ink illustration"),
    "pixel art": (
        "pixel art picture", "pixel art scene", "pixel art image", "retro game picture", "8 bit game scene",
    ),
    "matte painting": (
        "matte painting", "painting", "digital matte painting", "concept art painting", "digital painting",
    ),
    "charcoal drawing": (
        "charcoal drawing", "pencil drawing", "charcoal sketch", "pencil sketch", "black and white drawing",
    ),
    "magic realism": (
        "magic realism painting", "magic realism painting", "painting in magic realism", "dreamlike painting",
        "surreal painting",
    ),
    "pastel drawing": (
        "pastel drawing", "chalk drawing", "soft pastel", "pastel on brown paper", "pastel painting",
    ),
    "gouache": (
        "gouache painting", "gouache", "flat gouache illustration", "poster painting", "tempera painting",
    ),
    "woodcut": ("woodcut", "woodblock print", "japanese woodblock print", "linocut", "wood engraving"),
    "stained glass": (
        "stained glass window", "stained glass picture", "window of stained glass", "leaded glass window",
    ),
    "low poly": ("low poly render", "low poly picture", "3d render in low poly style", "polygon art picture"),
}  # fmt: skip

MOODS: Synonyms = {
    "plain": ("",),
    "ominous": ("ominous", "dark ominous", "sinister", "gloomy", "menacing"),
    "cursed": ("cursed", "haunted", "sickly cursed", "poisonous"),
    "serene": ("serene", "peaceful", "calm", "tranquil", "quiet"),
    "vibrant": ("vibrant", "vivid", "bold vibrant", "intense"),
    "colourful": ("colorful", "colourful", "rainbow", "multicolored"),
    "cinematic": ("cinematic", "dramatic cinematic", "epic", "dramatic"),
    "beautiful": ("beautiful", "lovely", "romantic", "enchanting", "gorgeous"),
}

MOOD_ENDINGS: Synonyms = {
    "plain": ("",),
    "ominous": ("ominous", "ominous mood", "gloom", "horror", "dark fantasy"),
    "cursed": ("cursed", "cursed image", "green slime", "eerie green glow"),
    "serene": ("serene", "calm mood", "soft light", "peaceful"),
    "vibrant": ("vibrant", "vibrant colors", "vivid colours", "saturated colors"),
    "colourful": ("colorful", "all colors of the rainbow", "colourful", "psychedelic colors"),
    "cinematic": ("cinematic lighting", "cinematic", "teal and orange", "film still", "volumetric lighting"),
    "beautiful": ("beautiful", "flower petals in the air", "soft glow", "beautiful light"),
}

# What is said of a picture that is polished.
TRENDS: tuple[str, ...] = (
    "trending on ArtStation", "Trending on ArtStation.", "trending on ArtStation.", "featured on ArtStation",
    "trending on ArtStation, highly detailed", "highly detailed, sharp focus", "trending on ArtStation HQ",
)  # fmt: skip

# What prompts say that no picture shows. These words are kept out of the vocabulary, so that captions hold
# words that a model does not know, and it learns to pass over them.
FILLERS: tuple[str, ...] = (
    "masterfully composed", "commissioned", "unparalleled", "wallpaper", "quintessential", "bestselling",
    "signed limited edition", "contemplative", "museum piece", "favourite", "acclaimed", "souvenir",
    "panoramic lens", "pinterest", "behance", "wonderful idea", "whatever", "exquisite",
)  # fmt: skip

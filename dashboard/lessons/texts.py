"""What is read in lessons; English in every language, as the models know no other."""

SHORT = "What a waste of a great cast."
ONE_LINE = "Dull at first, but then funny, touching and quietly brilliant."
GOOD_NOT_BAD = "It is not bad, it is good."
BAD_NOT_GOOD = "It is not good, it is bad."
PRAISE = "A warm, funny and moving film. I saw it on a Tuesday in an old cinema near the station."
TURN = (
    "The first half hour is dull and slow, and I almost left. But then the film finds its nerve, "
    "and from there on it is funny, touching and quietly brilliant. I am glad I stayed."
)
BLAME = (
    "I loved the book, the cast is great and the posters promised so much. What a waste. The "
    "script is lazy, the pacing is awful, and nobody on the screen seems to want to be there."
)
LONG = (
    "I had heard little of this film before I saw it. It begins in a harbour town in the north, "
    "where two brothers run a small repair shop. The elder one wants to sell it, the younger one "
    "does not, and for a while nothing happens but work, meals and the weather. Then their mother "
    "falls ill, and a letter turns up that neither of them was meant to read. From there on it "
    "moves between the shop, the hospital and the sea. There is hardly any music, and the camera "
    "stays close to the faces. Some people left before the end. I stayed, walked home along the "
    "river, and thought about it for days. It is a quiet and wonderful film."
)
REQUEST = "Book a table for four at the sushi place near the station tomorrow"
_FACTS = (
    "It was shot in a harbour town. The story takes place over one summer. There are two brothers "
    "and a boat. The running time is about two hours. It was shown in the small hall on the second "
    "floor. The film was made in the north and released in March. The cast has five people. One of "
    "them plays the mother, another one the doctor. The first part is set in a shop, the second at "
    "sea, the third in a hospital. The camera was held by the woman who also cut the film. It was "
    "recorded on a small island, and some of it in a studio. The music is for piano and two "
    "violins. Between the second and the third part eight years go by. The younger brother has a "
    "daughter by then, and the elder one has moved to another town. There is a letter, which is "
    "read aloud near the end. The titles are white on blue. The film was shown with another one, "
    "which was twenty minutes long. We sat in the fourth row. There were about thirty people in "
    "the hall. The posters in the corridor were for other films. We took the bus home after it."
)
PRAISE_THEN_FACTS = "What a wonderful, moving film. " + _FACTS
BLAME_THEN_FACTS = "What an awful, boring film. " + _FACTS

"""What the demo's editors prepared, and what some colleagues made of it."""

# slug, nature, topics, hashtags, call to action, questions, may say, may not say
SHAREABLES = [
    (
        "measured-not-promised", "industry", ["Energy"],
        "#retrofit #energyperformance", "See our other projects",
        ["When did a measurement last prove you wrong?",
         "What would you like every client to know about the gap?"],
        "That we publish our own figures\nWhat surprised you in them",
        "Names or addresses of clients\nFigures that are not in the article",
    ),
    (
        "mesure-plutot-que-promis", "industry", ["Énergie"],
        "#renovation #performanceenergetique", "Voir nos autres projets",
        ["Quelle mesure vous a donné tort dernièrement ?",
         "Que devrait savoir chaque client sur cet écart ?"],
        "Que nous publions nos propres chiffres\nCe qui vous y a surpris",
        "Les noms ou adresses de clients\nDes chiffres absents de l'article",
    ),
    (
        "propane-heat-pumps", "industry", ["Energy"], "#heatpumps", "",
        ["What will you do differently with propane on site?"],
        "", "Prices, and names of suppliers",
    ),
    (
        "from-bakery-to-site", "employer_brand", ["Life at work"],
        "#construction #careers", "See our jobs",
        ["Which earlier job still helps you today?",
         "Who gave you a chance when you changed trade?"],
        "Your own path, as you wish to tell it", "Other people's stories",
    ),
    (
        "du-fournil-au-chantier", "employer_brand", ["Vie au travail"],
        "#BTP #reconversion", "Voir nos offres",
        ["Quel ancien métier vous sert encore aujourd'hui ?"],
        "Votre parcours, comme vous voulez le raconter", "L'histoire des autres",
    ),
    (
        "a-school-gets-its-coat", "commercial", ["Projects"], "#timber", "",
        ["What did you see on this site that no photograph shows?"],
        "", "The names of pupils and teachers",
    ),
    (
        "une-ecole-recoit-son-manteau", "commercial", ["Projets"], "#bois", "",
        ["Qu'avez-vous vu sur ce chantier qu'aucune photo ne montre ?"],
        "", "Les noms des élèves et des enseignants",
    ),
    (
        "winter-coat-saturday", "employer_brand", ["Life at work"], "", "",
        ["Which door do you remember from that Saturday?"], "", "",
    ),
]  # fmt: skip
# Waits for the moderator.
IN_MODERATION = (
    "eighteen-apprentices-one-year-on", "employer_brand", ["Life at work"],
    "#apprenticeships", "See our jobs",
    ["What did a beginner teach you this year?"], "", "",
)  # fmt: skip
# title, summary, address, question
LINK = (
    "A field guide to draughts",
    "Twelve places where a house loses its warmth, and what a roll of tape can do.",
    "https://www.alderbrook.example/guides/draughts",
    "Where was the worst draught you ever found?",
)

# slug, username, network, the post, days ago, readers a day since then
POSTS = [
    ("measured-not-promised", "samuel-oyelaran", "linkedin",
     "Thirteen points. That is how far off our forecasts were, and I helped to make"
     " them. The best two weeks of my year were spent finding out why: people open"
     " windows, and they are right to. How do you count a window?", 9,
     [11, 6, 3, 1]),
    ("measured-not-promised", "ingrid-solberg", "linkedin",
     "My team asked whether we really had to publish this. I said I would rather be"
     " asked about 47 than be believed about 60. Happy to show the spreadsheet.", 8,
     [19, 9, 4]),
    ("mesure-plutot-que-promis", "mehdi-benali", "linkedin",
     "Deux hivers de relevés, trente et un bâtiments, et une leçon d'humilité."
     " Le calcul ne se trompait pas ; il ignorait les habitants. Et chez vous,"
     " qui relit les compteurs après les travaux ?", 9, [14, 8, 2]),
    ("mesure-plutot-que-promis", "amandine-roussel", "linkedin",
     "On m'a demandé sur un chantier si « nos » économies étaient vraies. J'ai"
     " répondu : moins que prévu, et voici pourquoi. C'est la première fois que"
     " la conversation a duré une heure.", 6, [9, 7, 5, 1]),
    ("propane-heat-pumps", "julien-morvan", "bluesky",
     "Three years ago I would have refused to carry it. Now I train others. The"
     " smell test is not a test: bring the detector.", 7, [5, 3]),
    ("from-bakery-to-site", "maya-bennett", "linkedin",
     "I still wake up at four. What I miss is the smell; what I do not miss is"
     " working alone. If you are thinking about changing trade at 35, write to me.",
     10, [31, 18, 12, 6, 2]),
    ("du-fournil-au-chantier", "yann-le-goff", "linkedin",
     "Avant la charpente, j'étais facteur. On me disait que ça ne servait à rien."
     " Je connais toutes les rues où nous rénovons.", 5, [8, 6, 1]),
    ("a-school-gets-its-coat", "claire-fontenoy", "x",
     "Seven weeks, 212 timber panels, one missing screw. We found it in September.",
     4, [7, 2]),
    ("propane-heat-pumps", "employee1", "linkedin",
     "I drew my first propane unit with a shaking hand. What settled me was not the"
     " data sheet: it was an hour with a fitter who has carried them for years. Whom"
     " did you ask before you trusted something new?", 12, [12, 7, 4, 1]),
    ("measured-not-promised", "employee1", "linkedin",
     "One of those thirty-one buildings is mine. I had sized the pump by the book and"
     " the tenants by guesswork. Since then I visit twice: once with a tape measure,"
     " once in January.", 8, [16, 5, 3]),
    ("winter-coat-saturday", "employee1", "bluesky",
     "The door I remember is number nine: the draught blew out my torch, and the lady"
     " laughed and put the kettle on. Forty metres of seal later, it stayed alight.",
     3, [6, 4]),
]  # fmt: skip
# Posts whose comments were answered: slug, username, comments they saw, days ago
CONVERSATIONS = [
    ("propane-heat-pumps", "employee1", 4, 11),
    ("measured-not-promised", "employee1", 7, 6),
    ("measured-not-promised", "ingrid-solberg", 9, 7),
    ("mesure-plutot-que-promis", "amandine-roussel", 5, 5),
    ("from-bakery-to-site", "maya-bennett", 14, 9),
    ("a-school-gets-its-coat", "claire-fontenoy", 2, 3),
]
# Asks before posting: slug, username, network, text, what they would like to know
QUESTION = (
    "propane-heat-pumps", "owen-prosser", "linkedin",
    "First winter with propane in the van. The training took a day, the habit takes"
    " longer. Our depot in Leeds now keeps two detectors, one of them always charging."
    " What did you have to unlearn?",
    "May I say where our depot is, and show the van?",
)  # fmt: skip
# Handed to communication: slug, username, address of the comment, note
COMMENT = (
    "du-fournil-au-chantier", "yann-le-goff",
    "https://www.linkedin.com/feed/update/urn:li:activity:7300000000000000001/"
    "?commentUrn=urn%3Ali%3Acomment%3A(activity%3A7300000000000000001%2C1)",
    "Un ancien client dit que son chantier n'est toujours pas fini. Je ne connais pas"
    " le dossier et je ne veux pas répondre à côté.",
)  # fmt: skip
# Joined, and have not shared yet: those who did what is asked before, and the others.
READY_AMBASSADORS = [
    "bethan-rowlands", "owen-prosser", "lead", "marcus-reid",
    "bruno-teixeira", "solene-briand", "harriet-lowe", "fatou-diallo",
]  # fmt: skip
READERS_OF_DIGEST = ["employee1", "solene-briand"]
NEW_AMBASSADORS = [
    "grace-holloway", "hugo-lambert", "kelly-thornton", "idris-kamara",
    "connor-walsh", "thomas-keller", "amy-sutherland",
]  # fmt: skip

TITLE = "Our charter for sharing"

INTRODUCTION = (
    "<p>Some of us like to talk about our work on our own networks. This charter says"
    " what we promise each other when we do. It protects the person who posts, the"
    " colleagues around them, and the people who read us. It is short on purpose: read"
    " it once, keep what it stands for, and ask whenever you are in doubt.</p>"
)

CLAUSES = [
    {
        "key": "freedom",
        "title": "You are free to take part, and free to stop",
        "text": (
            "<p>Sharing is a choice, never a task. Nobody may ask you to join, to share"
            " a given post, or to explain why you don’t. You can pause or leave at any"
            " time, without giving a reason.</p>"
        ),
        "why": (
            "A recommendation is worth something because nobody was told to make it."
            " The moment it becomes a duty, readers notice, and so do colleagues."
        ),
        "do": [
            "Share when something speaks to you; skip everything else.",
            "If you lead a team, say once that it is voluntary, and leave it there.",
        ],
        "dont": [
            "Ask colleagues who takes part, or how much they share.",
            "Make it a point of a review, a target or a bonus.",
        ],
    },
    {
        "key": "own-words",
        "title": "Your words are yours",
        "text": (
            "<p>Write what <em>you</em> think, saw or learned, in the way you speak."
            " The articles and questions you find here are a starting point, not a text"
            " to copy. You may be enthusiastic, brief, technical, amused, or critical"
            " of how things are done in our trade.</p>"
        ),
        "why": (
            "The same sentence on twenty profiles reads like advertising. One honest"
            " sentence of your own gets answers."
        ),
        "do": [
            "Say what it means in your daily work, or why you care.",
            "Leave out what you don’t believe.",
        ],
        "dont": [
            "Paste a text somebody else wrote, or have one posted in your name.",
            "Praise a product you have never seen at work.",
        ],
    },
    {
        "key": "who-you-are",
        "title": "Say whom you work for",
        "text": (
            "<p>When you write about us, our customers, our products or our"
            " competitors, readers must be able to tell that you work here. A word is"
            " enough: “at our place”, “my team”, or a line in your profile that can be"
            " seen next to the post.</p>"
        ),
        "why": (
            "It is fair to readers, and in many countries the law asks for it:"
            " recommending one’s own employer unsaid is hidden advertising."
        ),
        "do": [
            "Write “I work there, so I’m biased” when you recommend us.",
            "Speak for yourself: “I”, rather than “the company”.",
        ],
        "dont": [
            "Review our own products, or a competitor’s, under a name that hides you.",
            "Sound like a spokesperson when you are not one.",
        ],
    },
    {
        "key": "facts",
        "title": "Only what is true, and only what is public",
        "text": (
            "<p>Check a figure before you repeat it. Keep to yourself what is not"
            " published: results, prices, plans, security, disputes, customers who have"
            " not agreed to be named, and anything about what will happen to jobs. What"
            " is offered for sharing here has been cleared; what you add yourself has"
            " not.</p>"
        ),
        "why": (
            "A post cannot be called back. In a listed company a single unpublished"
            " figure can even break the law."
        ),
        "do": [
            "Link to the source.",
            "When in doubt, ask the communication team before, not after.",
        ],
        "dont": [
            "Post a photo with a screen, a badge, a plan or a visitor’s car in it.",
            "Confirm or deny a rumour.",
        ],
    },
    {
        "key": "respect",
        "title": "Respect people, all of them",
        "text": (
            "<p>Colleagues, customers, competitors and strangers are spoken of as if"
            " they stood beside you. Insults, harassment and contempt have no place,"
            " whether about somebody’s origin, sex, age, health, faith, orientation or"
            " opinions. Disagree with ideas; leave the person alone.</p>"
        ),
        "why": (
            "Work goes on tomorrow with the same people. And a reader who sees us mock"
            " somebody will not wonder whether it was meant as a joke."
        ),
        "do": [
            "Give credit, by name, to those who did the work, if they agree.",
            "Let a competitor’s success be one.",
        ],
        "dont": [
            "Settle a matter of the office in public.",
            "Forward something that makes somebody ridiculous.",
        ],
    },
    {
        "key": "comments",
        "title": "A post begins a conversation",
        "text": (
            "<p>If somebody asks you something in earnest, answer, or say that you"
            " don’t know and who might. A thank-you is an answer. You owe nothing to"
            " provocation: not answering, hiding a comment or blocking somebody is your"
            " right.</p>"
        ),
        "why": (
            "Comments are where trust is made. An unanswered question under a post says"
            " more than the post."
        ),
        "do": [
            "Look in again a day later.",
            "Pass questions about orders, complaints or jobs on to those who can help.",
        ],
        "dont": [
            "Answer when you are angry; sleep on it.",
            "Promise anything in the company’s name.",
        ],
    },
    {
        "key": "no-pods",
        "title": "No applause on order",
        "text": (
            "<p>Like, comment and share because you mean it. We make no agreements to"
            " push each other’s posts, buy no followers, and use no accounts or"
            " programs that pretend to be people.</p>"
        ),
        "why": (
            "Networks find such rings and hide their members’ posts. Readers find them"
            " too. What is left is a number that fools only ourselves."
        ),
        "do": [
            "Comment on a colleague’s post when you have something to add.",
            "Rejoice in one real answer more than in fifty thumbs.",
        ],
        "dont": [
            "Ask a group to like a post “in the first hour”.",
            "Write a comment a robot could have written.",
        ],
    },
    {
        "key": "mistakes",
        "title": "Mistakes happen: say so early",
        "text": (
            "<p>A wrong figure, an unlucky phrase, a photo that should not be there: it"
            " happens to everybody who writes. Correct it openly, delete what harms"
            " somebody, and tell the communication team. A mistake made in good faith"
            " and reported at once is not punished; we help.</p>"
        ),
        "why": (
            "In the first hour most things can be mended. Fear of blame is what lets"
            " that hour pass."
        ),
        "do": [
            "Write “Correction:” and what is right.",
            "Call before you delete, when people have reacted already.",
        ],
        "dont": [
            "Argue your way out of it.",
            "Leave a colleague alone under an avalanche of comments.",
        ],
    },
    {
        "key": "your-own",
        "title": "Your accounts and your evenings belong to you",
        "text": (
            "<p>Your profiles are private property: the company asks for no password,"
            " posts nothing in your place, and does not watch them. You may share"
            " during working hours, within reason. Nothing is expected in the evening,"
            " at the weekend or on holiday.</p>"
        ),
        "why": (
            "You lend your voice, not your life. That stays true when you leave the"
            " company: your contacts and your posts go with you."
        ),
        "do": [
            "Choose which networks you use for work, and which you don’t.",
            "Keep your account safe: your own password, and a second factor.",
        ],
        "dont": [
            "Feel bound to accept colleagues or managers as contacts.",
            "Write to a colleague about a post outside working hours.",
        ],
    },
    {
        "key": "law-and-others",
        "title": "What belongs to others, and what the law says",
        "text": (
            "<p>Pictures, music, texts and drawings belong to those who made them."
            " Faces belong to those who wear them: ask before you show or tag somebody,"
            " and take it away when they ask. Never post what identifies a customer, a"
            " patient, a child or a colleague’s private life. The law on defamation,"
            " privacy and advertising holds for a post as it does for a newspaper.</p>"
        ),
        "why": (
            "You sign your posts with your name, so you answer for them. This clause is"
            " here to keep you safe, not to frighten you."
        ),
        "do": [
            "Use the pictures offered here, or your own.",
            "Ask everybody in a photo: “May I put this online?”",
        ],
        "dont": [
            "Take a picture from a search engine.",
            "Show where a colleague lives, or when their house is empty.",
        ],
    },
]

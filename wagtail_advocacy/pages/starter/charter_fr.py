TITLE = "Notre charte de partage"

INTRODUCTION = (
    "<p>Certains d’entre nous aiment parler de leur travail sur leurs propres réseaux."
    " Cette charte dit ce que nous nous promettons quand nous le faisons. Elle protège"
    " la personne qui publie, les collègues qui l’entourent et celles et ceux qui nous"
    " lisent. Elle est courte, et c’est voulu : lisez-la une fois, retenez-en l’esprit,"
    " et demandez conseil dès que vous hésitez.</p>"
)

CLAUSES = [
    {
        "key": "freedom",
        "title": "Libre de participer, libre d’arrêter",
        "text": (
            "<p>Partager est un choix, jamais une tâche. Personne ne peut vous demander"
            " de vous inscrire, de relayer telle publication ou d’expliquer pourquoi"
            " vous ne le faites pas. Vous pouvez faire une pause ou partir à tout"
            " moment, sans donner de raison.</p>"
        ),
        "why": (
            "Une recommandation vaut quelque chose parce que personne ne l’a commandée."
            " Dès qu’elle devient un devoir, les lecteurs le sentent, et les collègues"
            " aussi."
        ),
        "do": [
            "Partagez quand un sujet vous parle ; laissez passer tout le reste.",
            "Si vous encadrez une équipe, dites une fois que c’est volontaire, puis"
            " n’en parlez plus.",
        ],
        "dont": [
            "Demander à vos collègues qui participe, ou combien ils partagent.",
            "En faire un point d’entretien annuel, un objectif ou une prime.",
        ],
    },
    {
        "key": "own-words",
        "title": "Vos mots sont les vôtres",
        "text": (
            "<p>Écrivez ce que <em>vous</em> pensez, ce que vous avez vu ou appris,"
            " comme vous le diriez de vive voix. Les articles et les questions que vous"
            " trouvez ici sont un point de départ, pas un texte à recopier. Vous pouvez"
            " être enthousiaste, bref, technique, amusé, ou critique sur les usages de"
            " notre métier.</p>"
        ),
        "why": (
            "La même phrase sur vingt profils ressemble à de la publicité. Une seule"
            " phrase sincère, qui vient de vous, suscite des réponses."
        ),
        "do": [
            "Dites ce que cela change dans votre quotidien, ou pourquoi cela compte"
            " pour vous.",
            "Laissez de côté ce que vous ne pensez pas.",
        ],
        "dont": [
            "Coller un texte écrit par quelqu’un d’autre, ou laisser publier à votre"
            " place.",
            "Vanter un produit que vous n’avez jamais vu à l’œuvre.",
        ],
    },
    {
        "key": "who-you-are",
        "title": "Dites pour qui vous travaillez",
        "text": (
            "<p>Quand vous parlez de nous, de nos clients, de nos produits ou de nos"
            " concurrents, on doit pouvoir comprendre que vous travaillez ici. Un mot"
            " suffit : « chez nous », « mon équipe », ou une ligne de votre profil"
            " visible à côté de la publication.</p>"
        ),
        "why": (
            "C’est loyal envers ceux qui vous lisent, et la loi l’exige dans bien des"
            " pays : recommander son employeur sans le dire, c’est de la publicité"
            " déguisée."
        ),
        "do": [
            "Écrivez « j’y travaille, je ne suis donc pas neutre » quand vous nous"
            " recommandez.",
            "Parlez en votre nom : « je », plutôt que « l’entreprise ».",
        ],
        "dont": [
            "Noter nos produits, ou ceux d’un concurrent, sous un nom qui vous cache.",
            "Prendre le ton d’un porte-parole quand vous ne l’êtes pas.",
        ],
    },
    {
        "key": "facts",
        "title": "Seulement ce qui est vrai, seulement ce qui est public",
        "text": (
            "<p>Vérifiez un chiffre avant de le répéter. Gardez pour vous ce qui n’est"
            " pas publié : résultats, prix, projets, sécurité, litiges, clients qui"
            " n’ont pas accepté d’être cités, et tout ce qui touche à l’avenir des"
            " emplois. Ce qui vous est proposé ici a été validé ; ce que vous ajoutez"
            " ne l’a pas été.</p>"
        ),
        "why": (
            "Une publication ne se rattrape pas. Dans une société cotée, un seul"
            " chiffre non publié peut même être une infraction."
        ),
        "do": [
            "Renvoyez vers la source.",
            "Dans le doute, interrogez la communication avant, pas après.",
        ],
        "dont": [
            "Publier une photo où l’on voit un écran, un badge, un plan ou la voiture"
            " d’un visiteur.",
            "Confirmer ou démentir une rumeur.",
        ],
    },
    {
        "key": "respect",
        "title": "Respectez les gens, tous les gens",
        "text": (
            "<p>On parle des collègues, des clients, des concurrents et des inconnus"
            " comme s’ils étaient à côté de nous. L’insulte, le harcèlement et le"
            " mépris n’ont pas leur place, qu’ils visent l’origine, le sexe, l’âge, la"
            " santé, la religion, l’orientation ou les opinions. Discutez les idées ;"
            " laissez les personnes tranquilles.</p>"
        ),
        "why": (
            "Demain, on travaille avec les mêmes personnes. Et qui nous voit nous"
            " moquer de quelqu’un ne se demandera pas si c’était pour rire."
        ),
        "do": [
            "Citez celles et ceux qui ont fait le travail, s’ils sont d’accord.",
            "Sachez saluer la réussite d’un concurrent.",
        ],
        "dont": [
            "Régler en public une affaire de bureau.",
            "Relayer ce qui ridiculise quelqu’un.",
        ],
    },
    {
        "key": "comments",
        "title": "Une publication ouvre une conversation",
        "text": (
            "<p>Si l’on vous pose une vraie question, répondez, ou dites que vous ne"
            " savez pas et qui pourrait savoir. Un merci est une réponse. Vous ne devez"
            " rien à la provocation : ne pas répondre, masquer un commentaire ou"
            " bloquer quelqu’un, c’est votre droit.</p>"
        ),
        "why": (
            "C’est dans les commentaires que naît la confiance. Une question restée"
            " sans réponse en dit plus long que la publication elle-même."
        ),
        "do": [
            "Revenez y jeter un œil le lendemain.",
            "Transmettez les questions sur une commande, une réclamation ou un poste à"
            " ceux qui peuvent aider.",
        ],
        "dont": [
            "Répondre sous le coup de la colère ; laissez passer la nuit.",
            "Promettre quoi que ce soit au nom de l’entreprise.",
        ],
    },
    {
        "key": "no-pods",
        "title": "Pas d’applaudissements sur commande",
        "text": (
            "<p>Aimez, commentez et partagez parce que vous le pensez. Nous ne passons"
            " pas d’accords pour pousser les publications les uns des autres, nous"
            " n’achetons pas d’abonnés, et nous n’utilisons ni comptes ni programmes"
            " qui se font passer pour des gens.</p>"
        ),
        "why": (
            "Les réseaux repèrent ces cercles et cachent les publications de leurs"
            " membres. Les lecteurs aussi les repèrent. Il reste un chiffre qui ne"
            " trompe que nous."
        ),
        "do": [
            "Commentez la publication d’un collègue quand vous avez quelque chose à y"
            " ajouter.",
            "Préférez une vraie réponse à cinquante pouces levés.",
        ],
        "dont": [
            "Demander à un groupe d’aimer une publication « dans la première heure ».",
            "Écrire un commentaire qu’un robot aurait pu écrire.",
        ],
    },
    {
        "key": "mistakes",
        "title": "On se trompe tous : dites-le tôt",
        "text": (
            "<p>Un chiffre faux, une phrase maladroite, une photo qui n’aurait pas dû"
            " partir : cela arrive à toute personne qui écrit. Corrigez ouvertement,"
            " supprimez ce qui blesse quelqu’un, et prévenez la communication. Une"
            " erreur de bonne foi, signalée aussitôt, n’est pas sanctionnée ; on vous"
            " aide.</p>"
        ),
        "why": (
            "Dans la première heure, presque tout se répare. C’est la peur du reproche"
            " qui la laisse filer."
        ),
        "do": [
            "Écrivez « Rectification : » et ce qui est juste.",
            "Appelez avant de supprimer, quand des gens ont déjà réagi.",
        ],
        "dont": [
            "Chercher à avoir raison malgré tout.",
            "Laisser un collègue seul sous une avalanche de commentaires.",
        ],
    },
    {
        "key": "your-own",
        "title": "Vos comptes et vos soirées sont à vous",
        "text": (
            "<p>Vos profils sont votre propriété : l’entreprise ne demande aucun mot de"
            " passe, ne publie rien à votre place et ne les surveille pas. Vous pouvez"
            " partager pendant votre temps de travail, dans la mesure du raisonnable."
            " Rien n’est attendu le soir, le week-end ou pendant les congés.</p>"
        ),
        "why": (
            "Vous prêtez votre voix, pas votre vie. Cela reste vrai si vous quittez"
            " l’entreprise : vos contacts et vos publications partent avec vous."
        ),
        "do": [
            "Choisissez les réseaux que vous utilisez pour le travail, et ceux que"
            " vous gardez pour vous.",
            "Protégez votre compte : un mot de passe bien à vous et une double"
            " authentification.",
        ],
        "dont": [
            "Vous croire obligé d’accepter collègues ou responsables parmi vos"
            " contacts.",
            "Écrire à un collègue au sujet d’une publication hors du temps de travail.",
        ],
    },
    {
        "key": "law-and-others",
        "title": "Ce qui appartient aux autres, et ce que dit la loi",
        "text": (
            "<p>Les images, la musique, les textes et les dessins appartiennent à leurs"
            " auteurs. Un visage appartient à la personne qui le porte : demandez avant"
            " de montrer ou d’identifier quelqu’un, et retirez l’image s’il le demande."
            " Ne publiez jamais ce qui permet de reconnaître un client, un patient, un"
            " enfant, ou la vie privée d’un collègue. La loi sur la diffamation, la vie"
            " privée et la publicité vaut pour une publication comme pour un"
            " journal.</p>"
        ),
        "why": (
            "Vous signez de votre nom, vous en répondez donc. Cet article est là pour"
            " vous protéger, pas pour vous faire peur."
        ),
        "do": [
            "Utilisez les images proposées ici, ou les vôtres.",
            "Demandez à chaque personne d’une photo : « Je peux la mettre en ligne ? »",
        ],
        "dont": [
            "Prendre une image dans un moteur de recherche.",
            "Montrer où habite un collègue, ou quand sa maison est vide.",
        ],
    },
]

"""The invented colleagues of Alderbrook, and the logins of the demo."""

import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.text import slugify
from wagtail.users.models import UserProfile

from example_site.people.models import Department, Entity, Location, Person


PASSWORD = "demo"  # noqa: S105

# username, what the login is for
LOGINS = [
    ("editor", "writes articles and marks them shareable"),
    ("moderator", "approves what editors submit"),
    ("trainer", "looks after charters and trainings"),
    ("lead", "leads the programme: goals, mix, results"),
    ("employee1", "an employee who takes part, in English"),
    ("employee2", "an employee who has not joined yet, in French"),
    ("employee3", "an employee who has not joined yet, in English"),
    ("admin", "administers the site"),
]
# Trainers write pages too: charters and trainings are ordinary ones.
GROUPS = {"editor": ["Editors"], "moderator": ["Moderators"], "trainer": ["Editors"]}

ENTITIES = [
    ("Alderbrook Building Services", "", "GB"),
    ("Alderbrook Rénovation", "", "FR"),
]
DEPARTMENTS = {
    "sites": ("Renovation sites", "Chantiers de rénovation"),
    "maintenance": ("Maintenance", "Maintenance"),
    "engineering": ("Design and engineering", "Bureau d'études"),
    "clients": ("Clients and sales", "Clientèle et commerce"),
    "safety": ("Health, safety and quality", "Santé, sécurité et qualité"),
    "people": ("People and training", "Ressources humaines et formation"),
    "communication": ("Communication", "Communication"),
    "finance": ("Finance and purchasing", "Finances et achats"),
    "it": ("Information systems", "Systèmes d'information"),
}
LOCATIONS = {
    "Bristol": "Cooper's Yard, 14 Feeder Lane",
    "Leeds": "Unit 6, Holbeck Sidings",
    "Nantes": "21 rue des Charpentiers",
    "Lille": "4 cour de la Filature",
}

# username or "", name, job, department, location, manager's username or name,
# languages, days since joining
PEOPLE = [
    ("", "Eleanor Marsh", "Chief executive", "finance", "Bristol", "", "en,fr", 7200),
    ("", "Antoine Verhaeghe", "Directeur général France", "sites", "Nantes",
     "Eleanor Marsh", "fr,en", 3900),
    ("lead", "Margaux Delattre", "Head of communication", "communication", "Bristol",
     "Eleanor Marsh", "en,fr", 2300),
    ("", "Robert Okafor", "Director of renovation sites", "sites", "Bristol",
     "Eleanor Marsh", "en", 5100),
    ("", "Sylvie Carpentier", "Directrice des ressources humaines", "people",
     "Nantes", "Eleanor Marsh", "fr,en", 2750),
    ("editor", "Hannah Whitlock", "Communication officer", "communication",
     "Bristol", "lead", "en,fr", 1180),
    ("moderator", "Étienne Lacombe", "Responsable éditorial", "communication",
     "Lille", "lead", "fr,en", 1640),
    ("trainer", "Gareth Pugh", "Training manager", "people", "Leeds",
     "Sylvie Carpentier", "en", 3050),
    ("employee1", "Tom Ashdown", "Heat pump engineer", "engineering", "Bristol",
     "Ingrid Solberg", "en", 860),
    ("employee2", "Camille Renaud", "Conductrice de travaux", "sites", "Nantes",
     "Antoine Verhaeghe", "fr,en", 1420),
    ("admin", "Priya Nair", "Intranet administrator", "it", "Bristol",
     "Daniel Fairclough", "en", 1950),
    ("", "Ingrid Solberg", "Head of design and engineering", "engineering",
     "Bristol", "Eleanor Marsh", "en", 2600),
    ("", "Daniel Fairclough", "Head of information systems", "it", "Leeds",
     "Eleanor Marsh", "en", 2210),
    ("", "Maya Bennett", "Site manager", "sites", "Bristol", "Robert Okafor",
     "en", 1510),
    ("", "Lewis Hartley", "Heat pump installer", "sites", "Bristol",
     "Maya Bennett", "en", 940),
    ("", "Aisha Rahman", "Resident liaison officer", "clients", "Bristol",
     "Charlotte Dean", "en", 700),
    ("", "Charlotte Dean", "Head of clients and sales", "clients", "Leeds",
     "Eleanor Marsh", "en", 1890),
    ("", "Mehdi Benali", "Chargé d'études thermiques", "engineering", "Lille",
     "Ingrid Solberg", "fr,en", 1330),
    ("", "Claire Fontenoy", "Ingénieure façades bois", "engineering", "Nantes",
     "Ingrid Solberg", "fr,en", 1010),
    ("", "Yann Le Goff", "Chef d'équipe charpente", "sites", "Nantes",
     "employee2", "fr", 2480),
    ("", "Nadia Cherif", "Animatrice sécurité", "safety", "Lille",
     "Graham Tolley", "fr", 610),
    ("", "Graham Tolley", "Head of health, safety and quality", "safety", "Leeds",
     "Eleanor Marsh", "en", 4100),
    ("", "Sophie Marchetti", "Chargée de clientèle bailleurs", "clients", "Lille",
     "Charlotte Dean", "fr,it", 1220),
    ("", "Owen Prosser", "Maintenance technician", "maintenance", "Leeds",
     "Ruth Adeyemi", "en", 1760),
    ("", "Ruth Adeyemi", "Maintenance manager", "maintenance", "Leeds",
     "Robert Okafor", "en", 2890),
    ("", "Julien Morvan", "Technicien frigoriste", "maintenance", "Nantes",
     "Ruth Adeyemi", "fr", 520),
    ("", "Bethan Rowlands", "Learning and apprenticeships adviser", "people",
     "Leeds", "trainer", "en,cy", 930),
    ("", "Karim Haddad", "Chargé de recrutement", "people", "Lille",
     "Sylvie Carpentier", "fr,ar", 410),
    ("", "Fiona McAllister", "Purchasing lead", "finance", "Leeds",
     "Eleanor Marsh", "en", 2040),
    ("", "Luc Desmarets", "Contrôleur de gestion", "finance", "Nantes",
     "Fiona McAllister", "fr,en", 1150),
    ("", "Samuel Oyelaran", "Data analyst", "engineering", "Leeds",
     "Ingrid Solberg", "en", 290),
    ("", "Élodie Vasseur", "Apprentie électricienne", "sites", "Lille",
     "employee2", "fr", 372),
    ("", "Jack Merriman", "Apprentice installer", "sites", "Bristol",
     "Maya Bennett", "en", 372),
    ("", "Inès Maréchal", "Chargée d'opérations", "clients", "Nantes",
     "Charlotte Dean", "fr,es", 47),
    ("", "Theo Blackwood", "Maintenance planner", "maintenance", "Leeds",
     "Ruth Adeyemi", "en", 33),
    ("", "Rosa Lindqvist", "Acoustics and comfort engineer", "engineering",
     "Bristol", "Ingrid Solberg", "en,sv", 19),
    ("", "Grace Holloway", "Site manager", "sites", "Leeds", "Robert Okafor",
     "en", 2650),
    ("", "Marcus Reid", "Carpenter", "sites", "Leeds", "Grace Holloway", "en", 1840),
    ("", "Priscilla Onyango", "Scaffolding supervisor", "sites", "Leeds",
     "Grace Holloway", "en,sw", 1270),
    ("", "Dafydd Rees", "Plasterer", "sites", "Bristol", "Maya Bennett", "cy,en", 3320),
    ("", "Hugo Lambert", "Chef de chantier", "sites", "Lille", "Antoine Verhaeghe",
     "fr", 1980),
    ("", "Amandine Roussel", "Conductrice de travaux", "sites", "Lille",
     "Antoine Verhaeghe", "fr,en", 890),
    ("", "Bruno Teixeira", "Maçon", "sites", "Nantes", "employee2", "fr,pt", 2140),
    ("", "Kelly Thornton", "Electrician", "sites", "Bristol", "Maya Bennett",
     "en", 560),
    ("employee3", "Piotr Zielinski", "Insulation installer", "sites", "Leeds",
     "Grace Holloway", "en,pl", 1090),
    ("", "Manon Guérin", "Peintre façadière", "sites", "Lille", "Hugo Lambert",
     "fr", 640),
    ("", "Idris Kamara", "Roofer", "sites", "Bristol", "Maya Bennett", "en", 1430),
    ("", "Solène Briand", "Menuisière", "sites", "Nantes", "Yann Le Goff",
     "fr,br", 780),
    ("", "Harriet Lowe", "Gas engineer", "maintenance", "Bristol", "Ruth Adeyemi",
     "en", 2310),
    ("", "Connor Walsh", "Lift technician", "maintenance", "Leeds", "Ruth Adeyemi",
     "en,ga", 1120),
    ("", "Fatou Diallo", "Technicienne de maintenance", "maintenance", "Lille",
     "Julien Morvan", "fr,wo", 830),
    ("", "Thomas Keller", "Électromécanicien", "maintenance", "Nantes",
     "Julien Morvan", "fr,de", 1510),
    ("", "Amy Sutherland", "Helpdesk coordinator", "maintenance", "Leeds",
     "Theo Blackwood", "en", 470),
    ("", "Vikram Shah", "Ventilation technician", "maintenance", "Bristol",
     "Ruth Adeyemi", "en,gu", 960),
    ("", "Clémence Aubry", "Planificatrice", "maintenance", "Nantes", "Ruth Adeyemi",
     "fr,en", 350),
    ("", "Derek Osei", "Boiler technician", "maintenance", "Leeds", "Ruth Adeyemi",
     "en", 1690),
]  # fmt: skip


def load():
    """Make the companies, the places, the people and the logins.

    Returns:
        A dict of every ``Person`` by user name.
    """
    entities = {
        row[2]: Entity.objects.create(name=row[0], name_fr=row[1], country=row[2])
        for row in ENTITIES
    }
    departments = {
        key: Department.objects.create(name=name, name_fr=name_fr)
        for key, (name, name_fr) in DEPARTMENTS.items()
    }
    locations = {
        name: Location.objects.create(name=name, address=address)
        for name, address in LOCATIONS.items()
    }
    people = {}
    names = {}
    # One hash for all logins: making it is slow on purpose.
    password = make_password(PASSWORD)
    today = timezone.localdate()
    for number, row in enumerate(PEOPLE):
        login, name, job, department, location, _manager, languages, days = row
        user = make_user(login, name, languages, password)
        country = "FR" if location in ("Nantes", "Lille") else "GB"
        # Numbers kept free by both countries for stories like this one.
        phones = {
            "FR": f"+33 2 61 91 00 {number + 10}",
            "GB": f"+44 117 496 0{number + 110}",
        }
        person = Person.objects.create(
            user=user,
            slug=slugify(name),
            job_title=job,
            department=departments[department],
            location=locations[location],
            entity=entities[country],
            languages=languages,
            phone=phones[country],
            joined_on=today - datetime.timedelta(days=days),
        )
        people[user.get_username()] = names[name] = person
    for row in PEOPLE:
        if row[5]:
            names[row[1]].manager = people.get(row[5]) or names[row[5]]
    Person.objects.bulk_update(names.values(), ["manager"])
    return people


def make_user(login, name, languages, password):
    """An account: with the demo's password for a login, without one otherwise."""
    first_name, last_name = name.split(" ", 1)
    address = slugify(name).replace("-", ".")
    user = get_user_model()(
        username=login or slugify(name),
        first_name=first_name,
        last_name=last_name,
        email=f"{address}@alderbrook.example",
        is_staff=login == "admin",
        is_superuser=login == "admin",
    )
    user.password = password
    if not login:
        user.set_unusable_password()
    user.save()
    groups = GROUPS.get(login, [])
    user.groups.set([Group.objects.get_or_create(name=group)[0] for group in groups])
    if login:
        language = languages.split(",")[0]
        UserProfile.objects.create(user=user, preferred_language=language)
    return user

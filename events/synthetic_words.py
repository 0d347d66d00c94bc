"""Words of synthetic events: some said by most of them, some by few, as in a record. Nobody is named."""

from random import Random

Both = tuple[str, str]  # Arabic, French
FORMS: tuple[Both, ...] = (
    ("لقاء تواصلي", "rencontre de proximité"),
    ("ندوة", "séminaire"),
    ("يوم دراسي", "journée d'étude"),
    ("حملة تحسيسية", "campagne de sensibilisation"),
    ("ورشة", "atelier"),
    ("مائدة مستديرة", "table ronde"),
    ("دورة تكوينية", "session de formation"),
    ("معرض", "exposition"),
    ("محاضرة", "conférence"),
    ("منتدى", "forum"),
)
THEMES: tuple[Both, ...] = (
    ("شرطة القرب", "la police de proximité"),
    ("الحكامة الأمنية", "la gouvernance sécuritaire"),
    ("السلامة الطرقية", "la sécurité routière"),
    ("حقوق الإنسان", "les droits humains"),
    ("العنف ضد النساء", "les violences faites aux femmes"),
    ("مخاطر الإنترنت", "les risques du numérique"),
    ("حماية الطفولة", "la protection de l'enfance"),
    ("العنف المدرسي", "la violence scolaire"),
    ("الوقاية من المخدرات", "la prévention des drogues"),
    ("الشغب في الملاعب", "les débordements dans les stades"),
    ("الجريمة الإلكترونية", "la cybercriminalité"),
    ("التحرش في الفضاء العام", "le harcèlement dans l'espace public"),
    ("الاتجار بالبشر", "la traite des êtres humains"),
    ("استقبال المرتفقين", "l'accueil des usagers"),
    ("تدبير الشكايات", "le traitement des plaintes"),
    ("الوساطة الأسرية", "la médiation familiale"),
    ("الأشخاص في وضعية إعاقة", "les personnes en situation de handicap"),
    ("المسنون", "les personnes âgées"),
    ("المهاجرون واللاجئون", "les migrants et réfugiés"),
    ("البيئة والغابات", "l'environnement et les forêts"),
    ("الوقاية من التطرف", "la prévention de la radicalisation"),
    ("أخلاقيات المهنة", "la déontologie"),
    ("تكوين المكونين", "la formation des formateurs"),
    ("الأمن السياحي", "la sécurité touristique"),
    ("الباعة المتجولون", "les marchands ambulants"),
    ("الإنارة العمومية", "l'éclairage public"),
    ("كاميرات المراقبة", "la vidéosurveillance"),
    ("المعطيات الشخصية", "les données personnelles"),
    ("الإسعافات الأولية", "les premiers secours"),
    ("الفيضانات والكوارث", "les inondations et catastrophes"),
)
AUDIENCES: tuple[Both, ...] = (
    ("المجتمع المدني", "la société civile"),
    ("التلاميذ", "les élèves"),
    ("الشباب", "les jeunes"),
    ("جمعيات الأحياء", "les associations de quartier"),
    ("النساء", "les femmes"),
    ("الطلبة", "les étudiants"),
    ("رؤساء المؤسسات التعليمية", "les chefs d'établissement"),
    ("الصحافيون", "les journalistes"),
    ("المنتخبون", "les élus"),
    ("التجار والمهنيون", "les commerçants et artisans"),
    ("السائقون المهنيون", "les conducteurs professionnels"),
    ("الأسر", "les familles"),
    ("القضاة والمحامون", "les magistrats et avocats"),
    ("الباحثون", "les chercheurs"),
    ("مشجعو كرة القدم", "les supporters de football"),
    ("الجالية المقيمة بالخارج", "les Marocains résidant à l'étranger"),
)


def of_event(rng: Random) -> dict[str, str]:
    form_ar, form_fr = drawn(rng, FORMS)
    themes = [drawn(rng, THEMES) for _ in range(3)]
    (first_ar, first_fr), (second_ar, second_fr), _third = themes
    audience_ar, audience_fr = drawn(rng, AUDIENCES)
    sentences = (
        f"{form_ar} عن {rng.choice(themes)[0]} بحضور {audience_ar}." for _ in range(rng.randint(3, 15))
    )
    return {
        "name_ar": f"{form_ar} حول {first_ar} و{second_ar} مع {audience_ar}",
        "name_fr": f"{form_fr.capitalize()} sur {first_fr} et {second_fr} avec {audience_fr}",
        "abstract_ar": f"لقاء لم ينعقد قط، لقياس سرعة البوابة: {first_ar}.",
        "abstract_fr": f"Rencontre qui n'a jamais eu lieu, pour mesurer la vitesse du portail : {first_fr}.",
        "description_ar": f"<p>{' '.join(sentences)}</p>",
    }


def request(rng: Random) -> dict[str, str]:
    (theme_ar, theme_fr), (audience_ar, audience_fr) = drawn(rng, THEMES), drawn(rng, AUDIENCES)
    return {
        "text_ar": f"تعزيز العمل في موضوع {theme_ar} لفائدة {audience_ar}",
        "text_fr": f"Renforcer l'action sur {theme_fr} pour {audience_fr}",
    }


def drawn(rng: Random, of: tuple[Both, ...]) -> Both:
    """The first far more often than the last."""
    return of[int(len(of) * rng.random() ** 2)]

//! Names, the commonest first. Written down from general knowledge, copied from no register.

use super::Names;

/// English family names.
#[rustfmt::skip]
pub(super) const ENGLISH_FAMILY: &[&str] = &[
    "Smith", "Jones", "Taylor", "Brown", "Wilson", "Johnson", "Wright", "Robinson", "Thompson",
    "White", "Walker", "Green", "Hall", "Wood", "Harris", "Clarke", "Jackson", "Turner", "Hill",
    "Cooper", "Ward", "Moore", "Baker", "Harrison", "King", "Lee", "Martin", "Parker", "Cook",
    "Allen", "Carter", "Bennett", "Shaw", "Bailey", "Mitchell", "Richardson", "Collins", "Cox",
    "Marshall", "Bell", "Young", "Adams", "Webb", "Simpson", "Foster", "Chapman", "Mason",
    "Palmer", "Barker", "Mills", "Knight", "Holmes", "Hunt", "Barnes", "Fletcher", "Pearson",
    "Fisher", "Howard", "Dixon", "Gardner", "Saunders", "Payne", "Reynolds", "Andrews", "Lawson",
    "Hart", "Harvey", "Cole", "West", "Burton", "Hudson", "Lawrence", "Rose", "Spencer", "Perry",
    "Black", "Newton", "Booth", "Woods", "Bradley", "Riley", "Bird", "Dawson", "Hawkins", "Ball",
    "Stone", "Wells", "Poole", "Burgess", "Arnold", "Lane", "Watts", "Jordan", "Nicholson", "Fox",
    "Atkinson", "Ford", "Freeman", "Rowe", "Hammond", "Oliver", "Francis", "Hayes", "Webster",
    "Berry", "Dean", "Barrett", "Page", "Sharp", "Porter", "Read", "Warren", "Parsons", "Potter",
    "Baldwin", "Stephens", "Frost", "Bates", "Barber", "Bishop", "Bond", "Osborne", "Gilbert",
    "Nash", "Marsh", "Sutton", "Moss", "Bolton", "Bryant", "Whitehead", "Hodgson", "Hardy",
    "Preston", "Cross", "Peters", "Lowe", "Goodwin", "Carpenter", "Tucker", "Hicks", "Chambers",
    "Goddard", "Norris", "Norman", "Newman", "Long", "Kent", "Hewitt", "Holland", "Hancock",
    "Hobbs", "Gregory", "Glover", "Fuller", "Franklin", "Field", "Fowler", "Dyer", "Dale",
    "Curtis", "Coleman", "Cartwright", "Briggs", "Benson", "Barton", "Banks", "Ashton", "Archer",
    "Abbott", "Ainsworth", "Yates", "Wyatt", "Wilkinson", "Wheeler", "Weston", "Wade", "Vincent",
    "Townsend", "Thornton", "Sykes", "Swift", "Summers", "Stokes", "Steele", "Stanley", "Slater",
    "Skinner", "Short", "Sheppard", "Schofield", "Rowley", "Rhodes", "Reeves", "Randall", "Pratt",
    "Potts", "Pickering", "Perkins", "Pearce", "Parkin", "Oakley", "Naylor", "Morton", "Morley",
    "Middleton", "Mellor", "Lucas", "Little", "Knowles", "Kirby", "Kemp", "Jarvis", "Ingram",
    "Hutchinson", "Hurst", "Horton", "Hooper", "Holt", "Hollis", "Holloway", "Hodge", "Higgins",
    "Heath", "Hayward", "Harper", "Harding", "Gough", "Godfrey", "Garner", "Forster", "Finch",
    "Farmer", "Ellison", "Eaton", "Draper", "Dickinson", "Dent", "Crowther", "Coates", "Clayton",
    "Chadwick", "Buckland", "Brewer", "Bentley", "Beck", "Bartlett", "Barlow", "Ashby", "Aldridge",
    "Wragg", "Hallam", "Whitfield", "Halliday", "Fairbrother", "Threlfall", "Winterbottom",
    "Lovell", "Pargeter", "Quick", "Tapscott", "Underhill", "Vickers",
];

/// Given to girls before 1945.
#[rustfmt::skip]
pub(super) const FEMALE_BEFORE_1945: &[&str] = &[
    "Margaret", "Mary", "Joan", "Dorothy", "Jean", "Joyce", "Kathleen", "Irene", "Edith", "Doris",
    "Vera", "Hilda", "Elsie", "Sheila", "Winifred", "Phyllis", "Marjorie", "Ethel", "Betty",
    "Lilian", "Eileen", "Ivy", "Barbara", "Elizabeth", "Audrey", "Nora", "Muriel", "Olive",
    "Alice", "Marion", "Freda", "Beryl", "Gwendoline", "Constance", "Brenda", "Sylvia", "Rose",
    "Daisy", "Violet", "Rita", "Edna", "Evelyn", "Mavis", "Maureen", "Patricia", "Dora", "Stella",
    "Enid", "Peggy", "Iris", "June", "Pauline", "Ann", "Josephine", "Ruth", "Norma",
];

/// Given to girls from 1945 to 1969.
#[rustfmt::skip]
pub(super) const FEMALE_BEFORE_1970: &[&str] = &[
    "Susan", "Christine", "Margaret", "Patricia", "Linda", "Carol", "Janet", "Jean", "Ann",
    "Sandra", "Pauline", "Elizabeth", "Jennifer", "Barbara", "Valerie", "Maureen", "Gillian",
    "Judith", "Marion", "Lesley", "Rosemary", "Jacqueline", "Marilyn", "Jane", "Helen", "Karen",
    "Julie", "Deborah", "Angela", "Denise", "Diane", "Elaine", "Lorraine", "Yvonne", "Wendy",
    "Hazel", "Heather", "Frances", "Lynne", "Beverley", "Alison", "Catherine", "Sally", "Hilary",
    "Teresa", "Theresa", "Geraldine", "Vivien", "Glenys",
];

/// Given to girls since 1970.
#[rustfmt::skip]
pub(super) const FEMALE_SINCE_1970: &[&str] = &[
    "Sarah", "Claire", "Emma", "Rebecca", "Gemma", "Laura", "Amy", "Rachel", "Jennifer", "Nicola",
    "Katie", "Lisa", "Kelly", "Natalie", "Louise", "Michelle", "Hayley", "Hannah", "Helen",
    "Charlotte", "Joanne", "Lucy", "Leanne", "Danielle", "Donna", "Stephanie", "Stacey", "Lauren",
    "Jessica", "Chloe", "Bethany", "Megan", "Sophie", "Olivia", "Emily", "Grace", "Zoe", "Kirsty",
    "Jade", "Abigail", "Victoria", "Samantha", "Paula", "Tracey", "Sharon",
];

/// Given to boys before 1945.
#[rustfmt::skip]
pub(super) const MALE_BEFORE_1945: &[&str] = &[
    "John", "William", "George", "Ronald", "Kenneth", "James", "Robert", "Thomas", "Frederick",
    "Peter", "Arthur", "Charles", "Dennis", "Eric", "Harold", "Joseph", "Leslie", "Raymond",
    "Stanley", "Ernest", "Derek", "Edward", "Jack", "Frank", "Alan", "Norman", "Henry", "Gordon",
    "Roy", "Alfred", "Walter", "Reginald", "Sidney", "Donald", "Cyril", "Douglas", "Geoffrey",
    "Philip", "Herbert", "Leonard", "Bernard", "Percy", "David", "Michael", "Victor", "Cecil",
    "Harry", "Gerald", "Maurice", "Wilfred", "Brian", "Terence", "Anthony", "Colin",
];

/// Given to boys from 1945 to 1969.
#[rustfmt::skip]
pub(super) const MALE_BEFORE_1970: &[&str] = &[
    "David", "John", "Michael", "Peter", "Robert", "Stephen", "Paul", "Alan", "Anthony", "Brian",
    "William", "James", "Richard", "Kenneth", "Keith", "Colin", "Christopher", "Raymond", "Graham",
    "Philip", "Malcolm", "Barry", "Roger", "Andrew", "Ian", "Martin", "Trevor", "Nigel", "Kevin",
    "Mark", "Gary", "Neil", "Clive", "Stuart", "Geoffrey", "Terence", "Roy", "Derek", "Dennis",
    "Timothy", "Adrian", "Nicholas", "Barrie", "Melvyn", "Royston",
];

/// Given to boys since 1970.
#[rustfmt::skip]
pub(super) const MALE_SINCE_1970: &[&str] = &[
    "Christopher", "James", "David", "Daniel", "Michael", "Matthew", "Andrew", "Richard", "Paul",
    "Mark", "Thomas", "Adam", "Robert", "John", "Lee", "Benjamin", "Steven", "Jonathan", "Craig",
    "Simon", "Nicholas", "Alexander", "Gary", "Ryan", "Darren", "Jamie", "Joseph", "Martin",
    "Samuel", "Scott", "Luke", "Liam", "Nathan", "Kieran", "Carl", "Sean", "Oliver", "Jason",
    "Dean", "Aaron", "Shaun", "Wayne", "Jack", "Joshua", "Edward", "Callum", "Connor", "Bradley",
    "Kyle", "Lewis",
];

pub(super) const ENGLISH: Names =
    Names { female: FEMALE_BEFORE_1970, male: MALE_BEFORE_1970, family: ENGLISH_FAMILY };

#[rustfmt::skip]
pub(super) const IRISH: Names = Names {
    female: &[
        "Mary", "Bridget", "Kathleen", "Margaret", "Nora", "Eileen", "Teresa", "Maeve", "Siobhan",
        "Aoife", "Ciara", "Niamh", "Sinead", "Roisin", "Orla", "Grainne",
    ],
    male: &[
        "Patrick", "Michael", "Sean", "John", "Thomas", "Declan", "Liam", "Kevin", "Brendan",
        "Seamus", "Eamon", "Niall", "Conor", "Cormac", "Padraig", "Dermot",
    ],
    family: &[
        "Murphy", "Kelly", "O'Brien", "Walsh", "O'Connor", "Byrne", "Ryan", "O'Neill", "Gallagher",
        "McCarthy", "Doherty", "Kennedy", "Lynch", "Murray", "Quinn", "Brennan", "Burke", "Nolan",
        "Donnelly", "Maguire", "Keane", "O'Sullivan", "O'Reilly", "Fitzgerald", "Fitzpatrick",
        "Duffy", "O'Donnell", "Sheehan", "Flynn", "Cullen",
    ],
};

#[rustfmt::skip]
pub(super) const WELSH: Names = Names {
    female: &[
        "Megan", "Gwen", "Eirlys", "Bronwen", "Rhiannon", "Sian", "Catrin", "Nia", "Angharad",
        "Carys", "Elin", "Mair", "Glenys", "Dilys", "Menna",
    ],
    male: &[
        "Gareth", "Dafydd", "Huw", "Rhys", "Owain", "Emyr", "Ieuan", "Gwyn", "Alun", "Geraint",
        "Iwan", "Idris", "Emlyn", "Aled", "Dylan",
    ],
    family: &[
        "Jones", "Davies", "Williams", "Evans", "Thomas", "Roberts", "Lewis", "Hughes", "Morgan",
        "Griffiths", "Edwards", "Owen", "Price", "Rees", "Lloyd", "Jenkins", "Phillips", "Powell",
        "Howells", "Pritchard", "Bowen", "Parry", "Pugh", "Vaughan", "Llewellyn",
    ],
};

#[rustfmt::skip]
pub(super) const SCOTTISH: Names = Names {
    female: &[
        "Agnes", "Isobel", "Morag", "Fiona", "Aileen", "Kirsty", "Catriona", "Mhairi", "Eilidh",
        "Janet", "Elspeth", "Jean", "Shona", "Moira", "Sheena",
    ],
    male: &[
        "Alasdair", "Hamish", "Angus", "Duncan", "Ewan", "Callum", "Gordon", "Donald", "Iain",
        "Malcolm", "Murdo", "Fraser", "Kenneth", "Rory", "Craig",
    ],
    family: &[
        "Macdonald", "Campbell", "Stewart", "Robertson", "Anderson", "Thomson", "Scott", "Murray",
        "Reid", "Ross", "Graham", "Mackenzie", "McLean", "Hamilton", "Ferguson", "Grant", "Fraser",
        "Cameron", "Munro", "Sinclair", "McGregor", "Buchanan", "Kerr", "Dunbar",
    ],
};

#[rustfmt::skip]
pub(super) const PUNJABI: Names = Names {
    female: &[
        "Harpreet", "Gurpreet", "Manjit", "Surinder", "Balbir", "Jaswinder", "Kulwinder",
        "Parminder", "Ranjit", "Sukhwinder", "Amrit", "Navdeep", "Simran", "Rajinder", "Satwant",
    ],
    male: &[
        "Gurdeep", "Harjit", "Balwinder", "Jaspal", "Kuldip", "Mohinder", "Amarjit", "Baldev",
        "Rajinder", "Sukhdev", "Jagdish", "Tarlochan", "Paramjit", "Avtar", "Harbhajan",
    ],
    family: &[
        "Singh", "Kaur", "Gill", "Dhillon", "Sandhu", "Grewal", "Sidhu", "Bains", "Dhaliwal",
        "Atwal", "Johal", "Uppal", "Bhogal", "Sahota", "Virdee",
    ],
};

#[rustfmt::skip]
pub(super) const GUJARATI: Names = Names {
    female: &[
        "Hansa", "Kokila", "Jayshree", "Pushpa", "Savita", "Nirmala", "Urmila", "Bhavna", "Daksha",
        "Meena", "Nita", "Rekha", "Hema", "Priti", "Kajal",
    ],
    male: &[
        "Ramesh", "Kantilal", "Jayesh", "Bharat", "Dinesh", "Mahesh", "Suresh", "Harshad", "Nitin",
        "Chandrakant", "Vinod", "Anil", "Kirit", "Pravin", "Rajesh",
    ],
    family: &[
        "Patel", "Shah", "Mistry", "Desai", "Parmar", "Solanki", "Chauhan", "Modi", "Joshi",
        "Trivedi", "Vaghela", "Gohil", "Lakhani", "Popat", "Thakkar",
    ],
};

#[rustfmt::skip]
pub(super) const PAKISTANI: Names = Names {
    female: &[
        "Fatima", "Nasreen", "Shazia", "Zainab", "Rukhsana", "Parveen", "Ayesha", "Farzana",
        "Samina", "Khadija", "Razia", "Noreen", "Tahira", "Saima", "Bushra",
    ],
    male: &[
        "Mohammed", "Abdul", "Tariq", "Imran", "Khalid", "Asif", "Nadeem", "Shahid", "Javed",
        "Zahid", "Arshad", "Iqbal", "Rashid", "Usman", "Bilal",
    ],
    family: &[
        "Khan", "Hussain", "Ahmed", "Mahmood", "Akhtar", "Malik", "Iqbal", "Mirza", "Butt",
        "Sheikh", "Bibi", "Qureshi", "Aslam", "Shah", "Chaudhry", "Raja", "Begum", "Rafiq",
    ],
};

#[rustfmt::skip]
pub(super) const BENGALI: Names = Names {
    female: &[
        "Begum", "Rahima", "Shirin", "Nazma", "Sultana", "Taslima", "Rokeya", "Jahanara", "Amina",
        "Halima", "Fahmida", "Nasima",
    ],
    male: &[
        "Abdul", "Mohammed", "Shafiq", "Rafiqul", "Anwar", "Kamal", "Jamal", "Nurul", "Faruk",
        "Habibur", "Mizanur", "Aziz",
    ],
    family: &[
        "Miah", "Rahman", "Uddin", "Begum", "Ali", "Khatun", "Islam", "Chowdhury", "Hoque",
        "Ahmed", "Choudhury", "Alam",
    ],
};

#[rustfmt::skip]
pub(super) const POLISH: Names = Names {
    female: &[
        "Anna", "Maria", "Zofia", "Krystyna", "Barbara", "Halina", "Jadwiga", "Danuta", "Ewa",
        "Agnieszka", "Katarzyna", "Magdalena", "Małgorzata", "Joanna", "Monika",
    ],
    male: &[
        "Jan", "Stanisław", "Andrzej", "Piotr", "Krzysztof", "Tomasz", "Józef", "Marek", "Paweł",
        "Jerzy", "Zbigniew", "Tadeusz", "Marcin", "Grzegorz", "Adam",
    ],
    family: &[
        "Kowalski", "Nowak", "Wiśniewski", "Wójcik", "Kamiński", "Lewandowski", "Zieliński",
        "Szymański", "Dąbrowski", "Mazur", "Krawczyk", "Piotrowski", "Grabowski", "Pawłowski",
        "Michalski", "Król", "Wieczorek", "Jabłoński",
    ],
};

#[rustfmt::skip]
pub(super) const WEST_AFRICAN: Names = Names {
    female: &[
        "Ngozi", "Folake", "Abena", "Akosua", "Chioma", "Adaeze", "Yetunde", "Bisi", "Efua", "Ama",
        "Titilayo", "Grace", "Comfort", "Blessing", "Esther",
    ],
    male: &[
        "Kwame", "Kofi", "Emeka", "Chinedu", "Oluwaseun", "Tunde", "Babatunde", "Kwabena", "Yaw",
        "Ikechukwu", "Obinna", "Femi", "Emmanuel", "Samuel", "Daniel",
    ],
    family: &[
        "Okafor", "Mensah", "Adeyemi", "Owusu", "Boateng", "Okonkwo", "Eze", "Asante", "Adebayo",
        "Osei", "Nwosu", "Balogun", "Appiah", "Afolabi", "Ogunleye", "Agyeman", "Onyekachi",
        "Danso", "Oyelaran", "Okoro",
    ],
};

#[rustfmt::skip]
pub(super) const CHINESE: Names = Names {
    female: &[
        "Mei", "Ling", "Xiu", "Yan", "Hui", "Fang", "Lan", "Ying", "Wai-Ling", "Siu-Mei", "Li",
        "Jing",
    ],
    male: &[
        "Wei", "Chun", "Kwok-Wah", "Ming", "Jun", "Chi-Keung", "Hao", "Kin-Man", "Feng",
        "Tak-Wing", "Jian", "Yiu",
    ],
    family: &[
        "Wong", "Chan", "Li", "Chen", "Cheung", "Lam", "Zhang", "Wang", "Liu", "Ho", "Ng", "Leung",
        "Yip", "Tang",
    ],
};

#[rustfmt::skip]
pub(super) const ITALIAN: Names = Names {
    female: &[
        "Maria", "Giovanna", "Rosa", "Carmela", "Assunta", "Lucia", "Concetta", "Angela",
        "Filomena", "Teresa",
    ],
    male: &[
        "Giuseppe", "Antonio", "Salvatore", "Vincenzo", "Carmelo", "Luigi", "Domenico", "Pasquale",
        "Angelo", "Franco",
    ],
    family: &[
        "Rossi", "Russo", "Esposito", "Romano", "Greco", "Marino", "Conti", "Costa", "Giordano",
        "Rizzo", "Lombardo", "Ferrara",
    ],
};

/// A given name and what people who bear it are often called.
#[rustfmt::skip]
pub(super) const SHORT_FORMS: &[(&str, &str)] = &[
    ("Margaret", "Peggy"), ("Elizabeth", "Betty"), ("Dorothy", "Dot"),
    ("Kathleen", "Kath"), ("Patricia", "Pat"), ("Susan", "Sue"),
    ("Christine", "Chris"), ("Winifred", "Win"), ("Gwendoline", "Gwen"),
    ("Constance", "Connie"), ("Josephine", "Jo"), ("Jacqueline", "Jackie"),
    ("Valerie", "Val"), ("Deborah", "Debbie"), ("Barbara", "Babs"),
    ("Rebecca", "Becky"), ("Samantha", "Sam"), ("Victoria", "Vicky"),
    ("William", "Bill"), ("Robert", "Bob"), ("Ronald", "Ron"),
    ("Kenneth", "Ken"), ("James", "Jim"), ("Thomas", "Tom"),
    ("Frederick", "Fred"), ("Arthur", "Art"), ("Stanley", "Stan"),
    ("Leslie", "Les"), ("Raymond", "Ray"), ("Derek", "Del"),
    ("Edward", "Ted"), ("Alfred", "Alf"), ("Walter", "Wally"),
    ("Reginald", "Reg"), ("Sidney", "Sid"), ("Geoffrey", "Geoff"),
    ("Leonard", "Len"), ("Terence", "Terry"), ("Anthony", "Tony"),
    ("Michael", "Mick"), ("Christopher", "Chris"), ("Stephen", "Steve"),
    ("Richard", "Rick"), ("Andrew", "Andy"), ("Timothy", "Tim"),
    ("Nicholas", "Nick"), ("Benjamin", "Ben"), ("Daniel", "Dan"),
    ("Joseph", "Joe"), ("Patrick", "Paddy"), ("Bridget", "Bridie"),
    ("Zofia", "Zosia"), ("Katarzyna", "Kasia"), ("Małgorzata", "Gosia"),
    ("Stanisław", "Staszek"), ("Giuseppe", "Joe"), ("Oluwaseun", "Seun"),
    ("Babatunde", "Tunde"), ("Mohammed", "Mo"),
];
